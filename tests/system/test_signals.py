"""The tests themselves: what they start can be ended, even where this process was started to ignore signals."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.system, pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals as on POSIX")]
_IGNORING = 'trap "" INT HUP TERM QUIT; exec "$@"'


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT])
def test_a_process_that_a_test_starts_is_ended_by_a_signal(number):
    with subprocess.Popen([shutil.which("cat")], stdin=subprocess.PIPE) as child:
        child.send_signal(number)
        # of one that ignores it the input's end comes as well, and its exit code is 0
        child.communicate()
    assert child.returncode == -number


def test_in_a_background_job_too():
    if "OPTSIM_TEST_WITHIN" in os.environ:
        pytest.skip("this is that job")
    test = f"{__file__}::{test_a_process_that_a_test_starts_is_ended_by_a_signal.__name__}"
    command = [shutil.which("sh"), "-c", _IGNORING, "sh", sys.executable, "-m", "pytest", "-q", "-n0", test]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"OPTSIM_TEST_WITHIN": "1"}
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr
