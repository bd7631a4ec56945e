"""Causes of an end: a limit that was exceeded, an update that failed."""
