"""Films of the app: driven without a terminal on a clock of its own, and written in many formats."""
