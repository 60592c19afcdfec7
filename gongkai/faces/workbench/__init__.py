"""工作台: what staff see. Views find, permit, call and render."""
