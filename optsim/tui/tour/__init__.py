"""Guided tours: a demo that is played in the app."""
