"""Files, signals, limits and settings: where the program meets the operating system."""
