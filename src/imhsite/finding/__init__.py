"""Which programs serve a place and an age, and what people type to find them."""
