"""Many runs at once, rows of lanes and seeds, each with the bits of the race that it is."""
