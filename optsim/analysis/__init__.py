"""What can be said of the curves of a race: quantities, events, ranking, insights, smoothing, planes."""
