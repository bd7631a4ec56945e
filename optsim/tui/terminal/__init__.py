"""The terminal that the app runs in: what it is sent, and what ends or suspends the app in it."""
