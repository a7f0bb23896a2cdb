"""The page that only the patient can open."""
