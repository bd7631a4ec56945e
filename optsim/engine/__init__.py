"""Optimizers, objectives and the race between them: NumPy only, no files, no clock, no terminal."""
