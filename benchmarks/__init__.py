"""Measurements that anybody can rerun: make bench. Each prints lines, then one line of JSON."""
