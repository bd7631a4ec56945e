"""Values of a log by column: as they grow, share their rows, and are thinned where they are too many."""
