"""The running site: worker, schedule, demo data, checks of live data.

Used by the operator on the command line. May import every app; nobody imports it.
Promises that each command is safe to run twice.
"""
