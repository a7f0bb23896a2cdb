"""The journey planner: from a few answers to dates, a total and a calendar. Stores nothing."""
