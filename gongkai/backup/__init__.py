"""A data folder whole: its tables, files and keys out into a backup and in again, on whichever database."""
