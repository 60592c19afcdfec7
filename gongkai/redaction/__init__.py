"""Redaction 区分处理: boxes over a PDF or picture, a document without what is below, and its proof.

``safely`` is the door: every order runs in a child process, for the file is a stranger's. Knows no case and
no Django; the grounds come as words to print.
"""
