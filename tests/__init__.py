"""Tests that no single package owns, and what runs all of them."""
