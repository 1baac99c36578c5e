"""What arrives from other regions: kept apart, looked at, taken in as one, and taken out again."""
