"""The page on which a clinic answers, without an account."""
