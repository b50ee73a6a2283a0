"""The money of a mandate on pages: its years and periods, what may come, and the sheet of a control."""
