"""What `manage.py verify_install` looks at: this machine, these settings, this site as served.

Used by the operator after an installation, an upgrade or a restore, and by a nightly timer.
Promises to change nothing and to tell with each failure how to mend it.
"""
