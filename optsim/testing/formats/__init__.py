"""Checks of formats: reports, films, training logs."""
