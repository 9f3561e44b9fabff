"""What can be said: kinds of record, their fields, ages and dates."""

from imhsite.model import offers as _offers  # noqa: F401 - its kinds stand in records.KINDS
