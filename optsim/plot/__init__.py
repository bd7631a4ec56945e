"""From arrays to character cells: axes, frames, curves. Knows neither the engine nor Textual."""
