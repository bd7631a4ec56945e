"""Cells as pixels: glyphs, geometry and fonts."""
