"""The folder of the scenarios."""
