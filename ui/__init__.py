"""The presentation kit: number plate, date stamp, ledger lines, pagination.

Used by every template. Knows no domain app and makes no query.
Promises that a component looks and works the same wherever it stands.
"""
