# Two commands: `make run` starts the demo lab, `make test` runs every test. Both set up .venv first, once.

PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
BIN := .venv/bin
DATA ?= data
PORT ?= 8501
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || \
	ls -d "$${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}"/chromium*/ 2>/dev/null | head -n 1)
# A virtual environment whose Python or command is gone, or that was moved, is made again.
ifneq ($(wildcard $(BIN)/python),)
ifneq ($(shell $(BIN)/python -c 'import sys; print(sys.prefix)' 2>/dev/null),$(CURDIR)/.venv)
BROKEN := broken
endif
endif
ifneq ($(wildcard .venv/.runtime),)
ifeq ($(wildcard $(BIN)/verkstad),)
BROKEN := broken
endif
endif

.PHONY: run test venv tools check browser format lint types contracts words docs lock clean broken
.DEFAULT_GOAL := run

run: venv
	@$(BIN)/verkstad demo --data "$(DATA)" --serve --port $(PORT)

test: tools browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

check: tools format lint types contracts test

venv: .venv/.runtime

tools: .venv/.tools

.venv/.made: $(BROKEN)
	@test -n "$(PYTHON)" || { echo "Verkstad needs Python 3.11 or newer: install it, or say where it is with make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: on Debian and Ubuntu, apt install python3-venv." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv && touch $@

.venv/.runtime: .venv/.made requirements.lock pyproject.toml
	@echo "Installing Verkstad's packages into .venv; the first time takes a minute or more."
	@$(PIP) -r requirements.lock || { echo "The packages could not be installed: see above, check the network and the disk, then run make again." >&2; exit 1; }
	@$(PIP) --no-deps -e . || { echo "Verkstad itself could not be installed: see above, then run make again." >&2; exit 1; }
	@touch $@

.venv/.tools: .venv/.runtime requirements-dev.lock
	@echo "Installing the test tools into .venv."
	@$(PIP) -r requirements.lock -r requirements-dev.lock || { echo "The test tools could not be installed: see above, check the network, then run make again." >&2; exit 1; }
	@touch $@

broken:
	@echo "The .venv here does not work any more: it is made again."

browser:
ifeq ($(BROWSER),)
	@echo "**********************************************************************************************"
	@echo "** NO BROWSER FOUND: the browser tests cannot run. Install Chromium (apt install chromium). **"
	@echo "**********************************************************************************************"
	@test "$(VERKSTAD_BROWSER_TESTS)" != required
endif

format: tools
	@$(BIN)/ruff format --check .

lint: tools
	@$(BIN)/ruff check .

types: tools
	@$(BIN)/mypy

contracts: tools
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

words: tools
	@$(BIN)/python -m lab.words

docs: venv
	@$(BIN)/python -m lab.reference docs

# Resolves pyproject.toml anew in an empty environment and writes down what came: no paths, no local versions.
LOCK := .venv/lock/bin/python -m pip
lock: .venv/.made
	@rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock && $(LOCK) install -qq --upgrade pip
	@$(LOCK) install -qq .
	@$(LOCK) freeze --exclude verkstad | sed 's/+cpu$$//' > requirements.lock
	@$(LOCK) install -qq --group dev
	@$(LOCK) freeze --exclude verkstad | sed 's/+cpu$$//' | grep -vxFf requirements.lock > requirements-dev.lock

clean:
	@rm -rf .venv build dist *.egg-info
