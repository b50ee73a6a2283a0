"""One year of the entrusted service: its account, its keys, its statement line by line."""
