"""Demos of a scenario: their acts, conditions and keys."""
