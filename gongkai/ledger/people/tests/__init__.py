"""What staff may do, and how they are let in."""
