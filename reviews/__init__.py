"""Reviews of service, price and communication, and their moderation.

Used by treated patients, moderators and readers. Knows nothing of quotes.
Promises one decision with one reason for each review.
"""
