"""How the running site is: for probes, for Prometheus, and for `manage.py verify_install`.

Used by whoever looks after the machine. Everything is read when asked and nothing is stored.
Promises numbers and names of our own code only: no address, no path, nobody's words.
"""
