"""Official orders: entered with their source, shown on every listing they touch, never in silence
taken away. Used by staff pages, the import of orders and ``clinics.actions``.

Promises: a number attaches an order, a name alone never does; removing takes two people.
"""
