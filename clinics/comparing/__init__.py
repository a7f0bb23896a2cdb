"""Up to four treatments side by side, from public facts only.

Used by patients from a card, a clinic's page or their shortlist. Promises: no winner, unknown is
said, invented samples are named, what is not public of a list entry stays out.
"""
