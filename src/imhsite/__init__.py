"""A website for an infant mental health association, made from YAML records and Markdown pages."""

__version__ = "0.1.0"
