"""Labels in a chart: names at the ends of curves, a legend, and where either finds room."""
