"""Training: data sets, runs and what they say while they learn."""
