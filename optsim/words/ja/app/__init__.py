"""Japanese of the app: its screens, panels, commands and messages."""
