"""Small tools without models: the clock, the language, encryption, files."""
