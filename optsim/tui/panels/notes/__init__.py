"""The notes panel: events of the race, and what each early-stopping rule costs."""
