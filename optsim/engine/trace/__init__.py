"""Intermediate values of an update and of a gradient, traced by the code that computes them."""
