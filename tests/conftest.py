"""Settings of all tests: property tests draw the same examples everywhere, so that a failure is a failure for everyone.

`pytest --hypothesis-profile=explore` looks for new ones.
"""

import os
import signal

# before NumPy: its threads wait for each other where several workers share the machine
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# what is said is English, whatever the machine's locale; tests of languages choose their own
os.environ["OPTSIM_LANG"] = "en"
# tests of the compiled kernel load it themselves; no other test is to begin it by chance
os.environ.setdefault("OPTSIM_KERNEL", "numpy")

from hypothesis import HealthCheck, settings

settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
# where the same tests run once more on other versions
settings.register_profile("few", settings.get_profile("steady"), max_examples=15)
settings.load_profile("steady")

#: a background job, or nohup, ignores them, and so would every process that a test starts
_INHERITED = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT") if hasattr(signal, name)
)


def pytest_configure(config):
    """Let processes that tests start receive the signals that this one was started to ignore.

    What is ignored is inherited by a child; what is handled is not, so a handler that does nothing keeps this process as deaf
    as it was. With workers it is they who start children: the one that hands out the tests stays as it is.
    """
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        for number in _INHERITED:
            if signal.getsignal(number) == signal.SIG_IGN:
                signal.signal(number, lambda *_: None)
