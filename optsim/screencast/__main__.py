"""The process that makes a film. It is started with an order, see `process`."""

from __future__ import annotations

import signal
import sys

from optsim.screencast.clock import Clock
from optsim.screencast.process import endings

_INTERRUPTED = 130


def main(text: str) -> None:
    """Make what an order asks for; exit code 0 done, 1 the demo failed, 2 something to be put right, 130 interrupted."""
    clock = Clock()
    clock.install()
    for ending in endings():
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    import click  # noqa: PLC0415 nothing takes hold of the real time before the clock is there

    from optsim.screencast.job import work  # noqa: PLC0415
    from optsim.screencast.order import order  # noqa: PLC0415

    try:
        # from here on there is something to clear away
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work(order(text), clock)
    except click.ClickException as failure:
        failure.show()
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main(sys.argv[1])
