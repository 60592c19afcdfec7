"""The options of the benchmarks; ``--help`` shows what stands at the head of a benchmark's module."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter


def explained(text: str | None) -> ArgumentParser:
    """A parser that explains the benchmark with the docstring of its module."""
    return ArgumentParser(description=text, formatter_class=RawDescriptionHelpFormatter)


def numbers(text: str | None, **usual: int) -> list[int]:
    """The numbers given, in this order, the usual ones for those left out."""
    parser = explained(text)
    for name, number in usual.items():
        parser.add_argument(name, type=int, nargs="?", default=number, help=f"{number:,} unless given")
    return list(vars(parser.parse_args()).values())
