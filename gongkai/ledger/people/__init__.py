"""人员: who works with the ledgers, in which roles, who stands in for whom, and who may do what."""
