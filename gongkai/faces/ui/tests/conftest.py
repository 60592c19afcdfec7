"""What every page needs."""

from gongkai.faces.tests.conftest import static_folder

__all__ = ["static_folder"]
