"""What operators and their machines look at: health, metrics, the line of each request, error pages."""
