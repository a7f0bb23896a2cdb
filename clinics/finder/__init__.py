"""The results page as finished records: facets with counts, cards, price strip, ways on."""
