"""The parts of the dashboard: its figures, its map, and who is in charge of what."""
