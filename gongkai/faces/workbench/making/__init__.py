"""主动公开: a record from the file that was dropped in to its versions."""
