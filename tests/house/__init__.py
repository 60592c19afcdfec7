"""The house rules, held by tests: who may import whom, one clock, locks, documentation."""
