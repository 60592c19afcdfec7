"""Backups of earlier data formats, each made by the program of its time; ``making`` makes the next one."""
