"""The command line: one module per command, listed in COMMANDS."""

from gongkai.lib.language import tell_libraries

tell_libraries()

from gongkai.cli.main import main  # noqa: E402

__all__ = ["main"]
