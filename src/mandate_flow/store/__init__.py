"""Keeps what happened: the only room that speaks to the database."""
