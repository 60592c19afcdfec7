"""A portal as plain files, for hosts that run no Python: every page through the views of the portal itself,
the search over an index that the browser reads. Written as what has changed, file by file (docs/adr/0023)."""
