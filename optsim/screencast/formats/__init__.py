"""The formats of a film, one file each."""
