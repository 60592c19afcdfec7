"""文书: the letters of an application, from the draft to the signature."""
