"""Intermediate values of an update and of training, traced by the code that computes them."""
