"""Turns the content folders into domain values, and says file and line when it refuses."""
