"""The pages of the listing staff about the ministry's list."""
