"""What a file cannot say about itself: names that exist elsewhere, ways that lead somewhere, sources, words."""
