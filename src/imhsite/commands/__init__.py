"""The commands of `scripts/`, one a module."""
