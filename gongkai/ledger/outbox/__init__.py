"""发件箱: what is to be told of, and every message that goes out, with what became of it."""
