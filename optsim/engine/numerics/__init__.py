"""Arithmetic with the same bits everywhere, and randomness without memory."""
