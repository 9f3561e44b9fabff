"""What can be said: kinds of record, their fields, ages, dates and hours."""

from imhsite.model import offers as _offers  # noqa: F401 - its kinds stand in records.KINDS
from imhsite.model import services as _services  # noqa: F401 - and so do these
