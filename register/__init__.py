"""What the health ministry publishes: its list, and the check page.

Used by staff (import) and visitors (check a clinic, a number or an advert).
Promises that each row can be traced to a file, a source and a date.
"""
