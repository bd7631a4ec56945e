"""The process that makes a film. It is started with an order, see `process`."""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread

from optsim.screencast.capture.virtual_clock import Clock
from optsim.system.signals import end_in_order

_INTERRUPTED = 130
_STANDARD_INPUT = 0


def main(text: str) -> None:
    """Make what an order asks for; exit code 0 done, 1 the demo failed, 2 something to be put right, 130 interrupted."""
    clock = Clock()
    clock.install()
    Thread(target=_end_with_the_other, daemon=True).start()
    import click  # noqa: PLC0415 nothing takes hold of the real time before the clock is there

    from optsim.cli.film.job import work  # noqa: PLC0415
    from optsim.cli.film.request import request_of  # noqa: PLC0415

    try:
        # from here on there is something to clear away
        end_in_order()
        work(request_of(text), clock)
    except click.ClickException as failure:
        failure.show()
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _end_with_the_other() -> None:
    """Wait for the end of the process that has started this one, which holds the other end of standard input."""
    os.read(_STANDARD_INPUT, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1])
