"""One step of all lanes: gradients, updates, checkpoints, many seeds at once."""
