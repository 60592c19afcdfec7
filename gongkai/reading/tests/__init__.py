"""Tests of reading: small documents made here, as organs print them."""
