"""Sources: what is played where it is not a race that goes on: recordings, and curves of arrays."""
