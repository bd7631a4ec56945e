"""Japanese sentences about faults of files and settings, by the English ones that stand where the faults are found."""
