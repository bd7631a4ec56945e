"""Encodings that several formats share: escape sequences, differences between frames, cells as SVG."""
