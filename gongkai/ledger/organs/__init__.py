"""行政机关, villages and departments, staff and roles."""
