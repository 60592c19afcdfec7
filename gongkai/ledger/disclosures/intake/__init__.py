"""Files that come into the box by themselves: by a folder, or by mail."""
