"""Sweeps that are looked at while they are run, in small portions."""
