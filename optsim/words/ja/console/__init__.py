"""Japanese of what is printed: scenarios and their data, lists, reports, notes."""
