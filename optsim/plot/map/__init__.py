"""Maps of functions of two parameters: grounds by height, contours with their levels, paths, signs and names over them."""
