"""The sections of a scenario file, one file each: a table in, what it says out, its faults noted."""
