"""The panels of the race screen, one folder each. A panel turns a snapshot into cells and computes nothing else."""
