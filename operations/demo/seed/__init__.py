"""Invented data of the demonstration. Every clinic's name says that it is a sample."""
