"""The command line: one module per command, listed in COMMANDS."""

from gongkai.cli.main import main

__all__ = ["main"]
