"""Two settings are made before torch is there, and a person's own choice stands."""

import os
import platform
import subprocess
import sys

import pytest

ASK = """
import os, sys
from exercises.canvas.engine import open_engine
assert "torch" not in sys.modules
open_engine()
print(os.environ["OMP_WAIT_POLICY"])
"""


@pytest.mark.parametrize(("before", "after"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_threads_wait_asleep_unless_one_says_otherwise(before: dict[str, str], after: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=kept | before | {"VERKSTAD_ENGINE_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == after


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="told to glibc only")
def test_the_c_library_takes_what_it_is_told() -> None:
    ask = "from exercises.canvas.shared_machine import keep_what_is_freed; print(keep_what_is_freed())"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
