"""The audit of the pages as visitors get them: axe, Lighthouse, Nu validator, Observatory.

Run by `make audit`. Starts a site with the settings of a real one over HTTPS on sample data.
"""
