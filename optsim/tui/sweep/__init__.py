"""The sweep screen: many runs of a race, looked at while they are run."""
