"""档案: boxes of closed applications, and destruction."""
