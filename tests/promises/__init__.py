"""What the software promises to whoever stakes their name on it, tried with real processes and files."""
