"""From pages to HTML: the environment of the templates, the theme, assets."""
