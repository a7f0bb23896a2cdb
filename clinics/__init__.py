"""The catalogue: clinics, treatments, prices, official orders.

Used by every visitor (find, compare) and by listing staff. Knows none of the apps above it.
Promises that every published fact has a source, a date and a checker.
"""
