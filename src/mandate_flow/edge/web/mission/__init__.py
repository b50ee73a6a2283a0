"""The page of the mission: its calendar, and who came to what."""
