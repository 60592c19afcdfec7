"""门户: what anyone sees."""
