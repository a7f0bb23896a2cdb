"""make restore-drill: a filled site is backed up and brought back on an empty server."""
