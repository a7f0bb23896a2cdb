"""One sealed archive of database and private files, and the way back into an empty machine.

Used by ``manage.py backup`` and ``manage.py restore``. Promises: nothing readable touches the disk
on the way out (except SQLite's own copy beside the database), no key is inside, an archive that was
cut, changed or made by another site is refused, and erased people stay erased.
"""
