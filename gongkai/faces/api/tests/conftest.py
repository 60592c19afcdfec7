"""The API on the ground of all pages."""

from gongkai.faces.tests.conftest import static_folder

__all__ = ["static_folder"]
