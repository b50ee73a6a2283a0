"""Spreadsheets out and in: the only room that knows their formats; it is given values and gives values back."""
