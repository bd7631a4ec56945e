"""Sections of a lesson file, each read with all its faults told."""
