"""依申请公开: applications as lists of events."""
