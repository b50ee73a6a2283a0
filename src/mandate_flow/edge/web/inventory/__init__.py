"""The inventory in words and figures, as its pages show it."""
