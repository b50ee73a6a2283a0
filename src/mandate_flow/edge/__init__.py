"""Where the world touches the product: clock, people, files, web, commands."""
