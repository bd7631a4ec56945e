"""`python -m optsim`, and the command `optsim`."""

try:
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # ctrl+c ends it without a word while it imports
        signal.signal(signal.SIGINT, signal.SIG_DFL)
except KeyboardInterrupt:  # while `signal` itself was imported
    raise SystemExit(130) from None

from optsim.cli.main import main

if __name__ == "__main__":
    main()
