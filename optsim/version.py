"""The version. It imports nothing, so that every floor may name it."""

__version__ = "0.9.0"
