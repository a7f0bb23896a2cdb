"""The listing staff's pages in the admin: what to check, to decide and to look into."""
