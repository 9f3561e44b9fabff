"""The theme `imhsite` of MkDocs: templates, components, styles and browser modules."""
