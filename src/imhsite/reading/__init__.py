"""From `data/`, `docs/` and `mkdocs.yml` to the catalog, with every problem on the way."""
