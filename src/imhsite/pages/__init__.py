"""Which pages there are, and what each says, as plain data."""
