"""Follows public-service mandates from the request to the last control: states, deadlines, proofs."""
