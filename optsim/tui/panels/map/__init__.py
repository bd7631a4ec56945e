"""The map panel: two parameters, fitted curves of one input, or the main plane of many parameters."""
