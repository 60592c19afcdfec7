"""Each way out against a server on this machine that answers as documented."""
