"""The Jinja environment of every template: strict, with autoescape."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache
from types import NoneType

import jinja2
from markupsafe import Markup

from imhsite.model.records import Record
from imhsite.rendering.mistakes import Unknown


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


class DirectContext(jinja2.runtime.Context):
    """Calls what templates call as it is.

    Jinja first looks whether it asks for the context, as nothing here does; that takes a third of
    the time of a page. Without this class, all works as with it.
    """

    def call(
        self,
        called: Callable,
        /,
        *args: object,
        _block_vars: object = None,
        _loop_vars: object = None,
        **kwargs: object,
    ) -> object:
        return called(*args, **kwargs)


class Environment(jinja2.Environment):
    """An environment whose globals are complete before the first template is loaded.

    So they need not be looked up in two places for each page.
    """

    context_class = DirectContext

    def make_globals(self, more: MutableMapping | None) -> MutableMapping:
        return self.globals | (more or {})


def environment(loader: jinja2.BaseLoader) -> Environment:
    """Return the environment of the templates that LOADER finds.

    An undefined name is an error, and text that is not markup is escaped.
    """
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )


class Macros:
    """The macros of one environment, each loaded from `macros/NAME.html` on its first call.

    So they can call one another. A macro knows globals and its arguments, and no page but one that
    it is given. So what it says without arguments, as the footer, is the same on every page and
    rendered once; and so is what those named in OF_RECORDS say of the same record. `forget` is for
    when globals change.
    """

    OF_RECORDS = frozenset({"program_card"})
    MOST = 4096  # cards that are held: those of thousands of programs would fill memory

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment
        self._rendered: dict[tuple, tuple[Markup, tuple, dict]] = {}

    def get(self, name: str) -> Callable[..., Markup]:
        """Return the macro NAME."""

        @cache
        def load() -> Callable[..., Markup]:
            return getattr(self.environment.get_template(f"macros/{name}.html").module, name)

        def call(*args: object, **kwargs: object) -> Markup:
            if args or kwargs:
                return load()(*args, **kwargs)
            return self._once((name,), load(), (), {})

        def call_of_record(*args: object, **kwargs: object) -> Markup:
            if not all(isinstance(value, _CONSTANT) for value in (*args, *kwargs.values())):
                return load()(*args, **kwargs)
            key = (name, *map(_identity, args), *map(_identity, kwargs.values()), *kwargs)
            return self._once(key, load(), args, kwargs)

        return call_of_record if name in self.OF_RECORDS else call

    def forget(self) -> None:
        self._rendered.clear()

    def _once(self, key: tuple, macro: Callable[..., Markup], args: tuple, kwargs: dict) -> Markup:
        if key not in self._rendered:
            if len(self._rendered) >= self.MOST:
                self.forget()
            html = macro(*args, **kwargs)
            # With the arguments, so that no other record gets the id of one that is in the key.
            self._rendered[key] = html, args, kwargs
        return self._rendered[key][0]


_CONSTANT = (str, int, NoneType, Record)


def _identity(value: object) -> object:
    return id(value) if isinstance(value, Record) else (type(value), value)
