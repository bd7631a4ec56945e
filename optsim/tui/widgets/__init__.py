"""The panels, one file each; a panel turns a view into cells and computes nothing else."""
