"""Capabilities: what can be known of curves, wherever they come from. One file each, `Curves` ⊂ `Points` ⊂ `States`."""
