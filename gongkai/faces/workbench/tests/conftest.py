"""The report pages with the organs they are shown with."""

from gongkai.faces.tests.conftest import lively, real, sample, static_folder

__all__ = ["lively", "real", "sample", "static_folder"]
