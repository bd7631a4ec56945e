"""Fully connected networks: layers in one vector of parameters, passes forth and back, losses over classes."""
