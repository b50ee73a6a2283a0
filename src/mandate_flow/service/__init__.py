"""The use cases: one verb, one file, one transaction."""
