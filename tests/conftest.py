"""Settings of all tests: property tests draw the same examples everywhere, so that a failure is a failure for everyone.

`pytest --hypothesis-profile=explore` looks for new ones.
"""

import gc
import os
import signal
import sys
from collections import defaultdict
from zlib import crc32

import pytest

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


def pytest_addoption(parser):
    """--cases N: where the same tests run once more, and a few cases of each tell if anything is different there."""
    parser.addoption("--cases", type=int, metavar="N", help="of each parametrized test only N cases, spread evenly")
    parser.addoption("--whole", action="store_true", help="all seeds, draws and cases: before a release")


@pytest.fixture
def whole(request):
    """Whether tests that draw go to the end of their draws; the first of them are enough for each commit."""
    return request.config.getoption("whole")


def pytest_collection_modifyitems(config, items):
    """Leave out cases, as --cases or a mark says: of another test those at other places."""
    families = defaultdict(list)
    for item in items:
        families[item.nodeid.partition("[")[0]].append(item)
    chosen = set()
    for name, cases in families.items():
        most = min(_most_cases(config, cases[0]), len(cases))
        places = range(crc32(name.encode()), crc32(name.encode()) + len(cases))
        chosen |= {cases[places[number * len(cases) // most] % len(cases)] for number in range(most)}
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def _most_cases(config, item):
    """How many cases of a test are run."""
    if config.getoption("whole"):
        return sys.maxsize
    return min(
        config.getoption("cases") or sys.maxsize, *(mark.args[0] for mark in item.iter_markers("sampled")), sys.maxsize
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage while thousands of tests come to stay: a third of the time would go into that."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
