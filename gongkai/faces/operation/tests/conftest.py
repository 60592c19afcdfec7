"""Operators' pages on the ground of all pages."""

from gongkai.faces.tests.conftest import sample, static_folder

__all__ = ["sample", "static_folder"]
