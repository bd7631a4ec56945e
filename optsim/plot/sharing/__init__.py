"""Cells that several curves or signs want: whose colour a cell has, and where a sign stands whose cell is taken."""
