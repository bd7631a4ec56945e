"""Formulas that a person writes: parsed to a graph of operations, never run as code, and differentiated exactly."""
