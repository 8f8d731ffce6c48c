"""The `verkstad` command. Only the standard library is imported here, so that a broken installation can be told of."""

import sys

OWN = ("lab", "bookings", "exercises", "streamlit_app")
BROKEN = """Ett paket som Verkstad behöver går inte att läsa in ({package}): installera om med "make clean venv" \
eller "pip install --force-reinstall verkstad".
A package that Verkstad needs cannot be loaded ({package}): install again with "make clean venv" \
or "pip install --force-reinstall verkstad"."""


def main() -> None:
    """Run what was typed."""
    try:
        from lab.commands import run

        run()
    except ImportError as error:
        if (error.name or "").split(".")[0] in OWN:
            raise
        sys.exit(BROKEN.format(package=error.name or error))


if __name__ == "__main__":
    main()
