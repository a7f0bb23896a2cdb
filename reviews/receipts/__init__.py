"""Receipts: a writer who came by the open door shows one to our staff, so that the review counts.

Used by the writer (from the private page) and moderators (the desk).
Promises that the file goes with the decision, and after 30 days anyhow.
"""
