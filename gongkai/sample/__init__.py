"""Sample organs with whole years, for demonstrations, tests and pictures: 四间房镇 2022, an invented county.

Everything is written through the ledgers' own actions, log included, and marked as a sample. People,
villages, the county and its organs are invented; only 四间房镇's published figures are real.
"""
