"""Settings, addresses and the web entry point. No app imports this package."""
