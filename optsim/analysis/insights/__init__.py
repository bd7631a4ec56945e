"""Insights: why a lane is where it is, as facts with their numbers."""
