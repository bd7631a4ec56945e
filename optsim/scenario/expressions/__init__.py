"""Expressions on a race: names, operators and numbers of demo conditions, with arithmetic and functions over all steps. They are read, never run."""
