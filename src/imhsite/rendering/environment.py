"""The Jinja environment of every template: strict, with autoescape."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import jinja2
from markupsafe import Markup


class Compiled(jinja2.BytecodeCache):
    """What templates were compiled to, shared by the environments of one process.

    It is found by the template's own text, so a changed template is compiled anew.
    """

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = Compiled()


def environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    """Return the environment of the templates that LOADER finds.

    An undefined name is an error, and text that is not markup is escaped.
    """
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )


def macro(environment: jinja2.Environment, name: str) -> Callable[..., Markup]:
    """Return the macro NAME of `macros/NAME.html`, which is loaded on its first call, so that
    macros can call one another.
    """

    @cache
    def load() -> Callable[..., Markup]:
        return getattr(environment.get_template(f"macros/{name}.html").module, name)

    return lambda *args, **kwargs: load()(*args, **kwargs)
