"""What can be said of many runs, each with its exact definition; less is better everywhere."""
