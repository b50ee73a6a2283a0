"""Speaks to an identity provider (OpenID Connect); the only room that does, and only when one is configured."""
