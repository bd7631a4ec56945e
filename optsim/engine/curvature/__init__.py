"""Second derivatives at a point: dense, or extreme eigenvalues from gradients alone."""
