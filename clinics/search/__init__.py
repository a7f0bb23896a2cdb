"""Find: text, facets, price strip and the page of results. Plain SQL on both databases."""
