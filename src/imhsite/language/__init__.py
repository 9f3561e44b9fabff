"""The words of the interface, and how values are worded in a language."""
