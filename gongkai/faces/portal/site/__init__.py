"""门户: what an organ has published, as lists, records, feeds and data."""
