"""The chart panel: a quantity of every lane over the steps."""
