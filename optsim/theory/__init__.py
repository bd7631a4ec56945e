"""Theory of a race before it is run: rates, limits, floors, expected risk; to be compared with what is measured."""
