"""机关: its settings, people and duties, systems that call, its log."""
