"""Pieces that formats of logs share: lines, cells, columns that count rows."""
