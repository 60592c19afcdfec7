"""Each carrier against what it really writes to: a server or a folder on this machine."""
