"""Japanese of the command line itself: its help, its messages on what is typed, and those of Click."""
