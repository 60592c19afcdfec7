"""Pages of all faces together, and the organs they are shown with."""
