"""The lines of a recording, one module for each version of the format."""
