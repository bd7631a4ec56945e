"""Many runs of a scenario: the plan, blocks of cells, where they are computed and kept, and what can be said of them."""
