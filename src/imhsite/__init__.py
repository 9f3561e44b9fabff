"""A website for an infant mental health association, made from YAML records and Markdown pages."""
