"""Why a backup cannot be made or used, in words."""


class Unusable(Exception):
    """One sentence for a person; nothing was changed."""
