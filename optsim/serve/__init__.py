"""The app in a browser: a server on this machine alone, whose pages are windows of the app."""
