"""Why a file cannot be read as an annual report."""


class ReadError(Exception):
    """One Chinese sentence for a clerk: which file, why, how to mend."""


class TooSmall(ReadError):
    """A picture that is too small to hold words."""


class NeedsEyes(Exception):
    """The file is a picture, and the caller did not allow for the time that looking at one takes."""
