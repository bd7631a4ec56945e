"""Widgets that screens and panels share, and those that are always on the race screen."""
