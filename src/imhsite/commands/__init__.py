"""The commands of `imhsite`, one a module."""
