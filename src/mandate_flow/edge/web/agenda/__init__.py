"""The deadlines as a calendar, and what will be written about them."""
