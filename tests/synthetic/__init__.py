"""Reports made up from a seed, with their truth known: for tests and benchmarks."""
