"""Commands on training logs: watch them in the app, check them without it."""
