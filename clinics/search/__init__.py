"""How words are found: one folded text per treatment, plain SQL on both databases."""
