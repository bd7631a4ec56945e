"""What is known before the race is run: rates, limits, floors, expected risk; to be held against what is measured."""
