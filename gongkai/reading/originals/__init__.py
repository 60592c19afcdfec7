"""Originals 原件: documents that an organ is about to publish. What a reader of the print sees, what else is
in the file, and a copy that holds the first alone.

One module for each kind of file, each with ``read`` and ``copy``; ``safely`` is the door. Knows no Django.
"""
