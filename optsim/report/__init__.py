"""Reports: a scenario, or what a race has measured, as text, CSV or JSON. No Textual."""
