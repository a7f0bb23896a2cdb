"""The operator's own sheets: official orders, and treatments with numbers and prices.

Used by two commands and the upload pages. Promises: one transaction, every row counted once,
the same file twice changes nothing, nothing is published, and nothing live is overwritten.
"""
