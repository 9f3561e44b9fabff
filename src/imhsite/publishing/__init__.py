"""How files reach readers: written whole, compressed, dated, sent with headers."""
