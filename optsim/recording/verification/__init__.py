"""Recordings compared with a race, or with each other."""
