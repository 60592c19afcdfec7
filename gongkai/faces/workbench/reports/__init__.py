"""年度报告: the report of a year, its chapters, findings, versions and packages."""
