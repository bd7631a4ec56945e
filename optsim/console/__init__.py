"""The console: standard output, messages on standard error, and the lists and sentences that are printed there."""
