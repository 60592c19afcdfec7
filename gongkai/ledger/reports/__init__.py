"""年度报告: compile, prove, write, roll up."""
