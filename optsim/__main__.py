"""`python -m optsim`, and the command `optsim`."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # ctrl+c ends it without a word while it imports
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from optsim.cli.main import main

if __name__ == "__main__":
    main()
