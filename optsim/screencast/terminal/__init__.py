"""A terminal emulator: escape sequences in, lines of cells out."""
