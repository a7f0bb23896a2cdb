"""What a visitor sees across apps: home, clinic page, about pages, sitemap.

Used by visitors. Composes what other apps offer and adds nothing of its own.
Promises one request, a constant number of queries.
"""
