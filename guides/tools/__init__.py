"""What a guide calculates: costs, units, a journey, questions. Stores nothing."""
