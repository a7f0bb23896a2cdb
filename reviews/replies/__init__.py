"""Replies of clinics to published reviews: asked for by mail, written behind a secret link.

Used by a clinic (its page), moderators (the desk) and the decision about a review.
Promises one reply for each review, read by a person before anybody else reads it.
"""
