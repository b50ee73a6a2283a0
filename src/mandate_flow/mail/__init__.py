"""Writes and sends messages: the only room that speaks SMTP."""
