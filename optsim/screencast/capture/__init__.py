"""Plays a demo in the app on a virtual clock and captures its screen."""
