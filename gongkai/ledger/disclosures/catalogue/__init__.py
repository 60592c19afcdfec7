"""标准目录: what the organ publishes of each matter, taken over from the tables of its fields."""
