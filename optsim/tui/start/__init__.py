"""The start of the app: what happens between its first line on the screen and its first screen."""
