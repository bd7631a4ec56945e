"""An optimizer, an objective and a scenario of one's own."""
