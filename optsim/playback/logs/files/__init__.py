"""Files of logs: which there are, and what is new in each."""
