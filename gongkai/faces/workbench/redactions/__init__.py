"""遮盖: what is hidden in a document that is given out in part."""
