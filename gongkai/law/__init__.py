"""The law: rules, periods, labels and sums as data and pure functions.

Standard library only. No Django, no wall clock, no network: dates come in as arguments.
"""
