"""Names of the characters that curves are drawn with."""

#: auto is octants where the terminal is certain to draw them, else braille
GLYPHS = ("auto", "octant", "braille", "block", "ascii")
