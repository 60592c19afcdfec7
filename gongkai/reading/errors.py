"""ReadError: why a file cannot be read as an annual report."""


class ReadError(Exception):
    """One Chinese sentence for a clerk: which file, why, how to mend."""
