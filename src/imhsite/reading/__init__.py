"""From `data/`, `docs/` and `mkdocs.yml` to the catalog, with every problem that is found on the
way.
"""
