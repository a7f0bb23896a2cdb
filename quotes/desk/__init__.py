"""Where quote coordinators work, inside the admin."""
