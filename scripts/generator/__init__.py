"""The generator: from `data/` and `docs/` to the catalog, and from the catalog to pages.

Nothing here imports MkDocs; `scripts/hooks.py` alone does.
"""
