"""The section [sweep]: axes, seeds and goal of many runs."""
