"""Lanes of a scenario file: names, settings, edits, forks."""
