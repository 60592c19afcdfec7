"""一批年报: many published reports at once."""
