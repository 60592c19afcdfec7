"""The ledger: Django apps that record facts and ask the law.

Each has the rooms models, facts, queries, actions.
"""
