"""`python -m optsim`."""

from optsim.cli import main

if __name__ == "__main__":
    main()
