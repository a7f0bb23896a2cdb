"""Claims we checked: sentences from adverts, each with a verdict, why, and the sources.

One YAML file a theme in `data/`; sources once in `sources.yaml`, cited as `[@key]`.
"""
