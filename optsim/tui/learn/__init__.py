"""The course in the app: its map, and lessons on the race screen."""
