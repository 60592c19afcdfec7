"""Many reports at once: read over processes, linked by organ and year, checked, and written as tables.

Stands on reading and law; knows no Django. What one report must keep is the law's affair, not this room's.
"""
