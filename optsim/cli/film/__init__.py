"""Commands that make and convert films."""
