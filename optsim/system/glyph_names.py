"""Names of the characters that curves are drawn with, and of the symbols that formulas are written with."""

#: auto is octants where the terminal is certain to draw them, else braille
GLYPHS = ("auto", "octant", "braille", "block", "ascii")
#: cells that a terminal gives to a character whose width is ambiguous: one, or two
WIDTHS = ("narrow", "wide")
#: as texts and formulas are written, as each method's paper has it, as torch's documentation has it
NOTATIONS = ("article", "paper", "torch")
