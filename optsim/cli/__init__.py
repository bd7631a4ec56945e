"""The command line: one file a command, with their inputs, outputs and failures."""
