"""Staff accounts, second factor, roles, queues and the Today page.

Used by everyone who works in the admin. Knows no domain app: apps register their queues.
Promises that no admin page opens without a second factor.
"""
