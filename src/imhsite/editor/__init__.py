"""The form for staff."""
