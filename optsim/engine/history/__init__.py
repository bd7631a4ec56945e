"""Measured columns of a race: growing, thinned, carried over to other lanes."""
