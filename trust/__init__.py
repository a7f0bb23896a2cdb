"""Shared protection: encrypted columns, secret links, outbox, limits, access log.

Used by quotes, reviews, staff and operations. Knows no domain app.
Promises that secrets and personal data leave no trace in tables, logs or mails.
"""
