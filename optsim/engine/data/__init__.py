"""Examples that a network learns from."""
