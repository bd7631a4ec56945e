"""Signals that end a program: held where they must not interrupt, and never lost."""

import signal
import subprocess
import sys

import pytest

from optsim.system.signals import deferred

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")]

#: the signal comes while an object is forgotten, where nothing can be raised
_FORGETTING = """
import signal, sys
from optsim.system.signals import end_in_order

class Forgotten:
    def __del__(self):
        signal.raise_signal(int(sys.argv[1]))

signal.signal(signal.SIGINT, signal.default_int_handler)
end_in_order()
try:
    Forgotten()
    while True:
        signal.pause()
except KeyboardInterrupt:
    sys.exit(130)
finally:
    print("in order")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_is_not_lost_where_nothing_can_be_raised(name):
    number = getattr(signal, name)
    done = subprocess.run(
        [sys.executable, "-c", _FORGETTING, str(int(number))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "in order\n", "")


def test_what_is_held_comes_once_and_behind():
    seen = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        with deferred() as came:
            with deferred():
                signal.raise_signal(signal.SIGTERM)
                signal.raise_signal(signal.SIGTERM)
                assert seen == came == []
            assert came == [signal.SIGTERM]
            assert seen == []
        assert seen == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


#: the signal comes while a module is made that clears what is raised there, as compiled ones do
_CLEARING = """
import signal, sys
from optsim.system.signals import end_in_order

end_in_order()
try:
    import clearing
    print("imported")
    while True:
        signal.pause()
finally:
    print("in order")
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_is_not_lost_in_the_midst_of_an_import(name, tmp_path):
    number = getattr(signal, name)
    (tmp_path / "clearing.py").write_text(
        f"import signal\ntry:\n    signal.raise_signal({int(number)})\nexcept BaseException:\n    pass\n"
    )
    (tmp_path / "main.py").write_text(_CLEARING)
    done = subprocess.run([sys.executable, tmp_path / "main.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "imported\nin order\n", "")
