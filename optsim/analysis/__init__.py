"""Analysis of the curves of a race, as facts and numbers: quantities, events, ranking, insights, smoothing, planes."""
