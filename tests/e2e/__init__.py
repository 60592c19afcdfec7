"""The pages as people meet them: the real server, a real browser."""
