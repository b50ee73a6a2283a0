"""What people hand in: which kind of document it is, by its content, and whether it can be kept and shown."""
