"""The list of files as its page shows it: what its address asks for, its facets, its lines and what is taken away."""
