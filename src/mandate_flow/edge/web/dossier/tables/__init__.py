"""Answers that are tables: typed in a grid, shown on a page, told row by row."""
