"""The pages, one module per place of the navigation."""
