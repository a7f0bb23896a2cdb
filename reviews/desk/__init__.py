"""The moderation desk: pages of the admin where reviews are decided, blind."""
