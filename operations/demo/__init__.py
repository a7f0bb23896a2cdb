"""Demonstration mode: sample data and a viewer for mails that were sent."""
