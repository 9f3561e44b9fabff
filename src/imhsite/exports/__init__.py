"""The catalog in the formats of other programs: what the page `data/` lists.

Each module makes one format and knows nothing of the others.
"""
