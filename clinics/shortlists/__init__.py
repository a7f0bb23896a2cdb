"""The reader's shortlist: ids in one cookie, nothing on the server.

Used by patients without an account. Promises: at most 20 treatments, 30 days, only ids leave the
browser; notes stay in the link's fragment. Pages that show the button never read the cookie.
"""
