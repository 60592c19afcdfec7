"""公开存证: the log of what was made public and taken back, as a tree that anybody can check (RFC 6962)."""
