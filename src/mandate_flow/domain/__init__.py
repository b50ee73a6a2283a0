"""The nouns and rules of the field: told everything, returns values, touches nothing."""
