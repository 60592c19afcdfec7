"""考核凭据: what proves the duties of a year, as one package with a page of contents, out of its wall."""
