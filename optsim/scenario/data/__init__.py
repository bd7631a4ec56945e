"""Examples from a file of comma-separated values: text to cells, cells to columns, columns to a table of numbers."""
