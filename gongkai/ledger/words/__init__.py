"""The index of words over all ledgers: which rows hold a word, of two characters or of one, at once.

It is derived from the ledgers, kept with every change of them and made anew by ``rebuild``; so it has no
models, stands in no log and in no backup. What is sealed at rest never enters it.
"""
