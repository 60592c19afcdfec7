"""一天和一年: what is due, the year on one wall and what proves it, what is searched."""
