"""Training logs of others as curves: found, read as they grow, and judged by early-stopping rules."""
