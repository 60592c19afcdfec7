"""发布渠道: where the records of an organ go, and each delivery with what became of it and what proves it."""
