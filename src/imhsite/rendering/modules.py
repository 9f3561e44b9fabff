"""One script of several: a module with all that it imports, so that a browser asks for one file.

A module names what it imports and exports as these scripts do: `import { one, two as other } from
"./name.js"`, `import Whole from "./name.js"`, `import "./name.js"` and `export` before a function,
class or constant. What `import()` names is loaded when it is wanted, and so stays a file of its
own. Where but one script loads it, it takes from that one the modules that both need (`LATER`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import rjsmin

_IMPORT = re.compile(
    r'^import (?:(?P<whole>\w+) from |\{(?P<names>[^}]*)\} from )?"\./(?P<file>[\w.-]+)\.js";\n',
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"export\s*\{\s*(\w+) as default\s*\};")  # as esbuild ends a vendored file
# Scripts, each with the one that alone loads it.
LATER = {"search_ages.js": "search_answers.js", "search_typed.js": "search_answers.js"}


def bundle(
    read: Callable[[str], str], name: str, later: Mapping[str, str] = MappingProxyType(LATER)
) -> str:
    """Return the script NAME and the modules that it imports as one script, minified.

    READ returns a script by its name. Each module is there once, in a scope of its own; a script of
    LATER lacks those that the one that loads it has.
    """
    *imports, _ = needs(read, name)
    taken = _shared(read, name, later[name]) if name in later else []
    given = {
        other
        for guest, host in later.items()
        if host == name
        for other in _shared(read, guest, name)
    }
    parts = [_scoped(read, other) for other in imports if other not in taken]
    text = "".join([_taken(taken), *parts, _given(sorted(given)), _imports_named(read(name))])
    return rjsmin.jsmin(text, keep_bang_comments=True)


def _shared(read: Callable[[str], str], guest: str, host: str) -> list[str]:
    there = needs(read, host)
    return [name for name in needs(read, guest) if name in there]


def _taken(names: list[str]) -> str:
    return f"const {{ {', '.join(map(_variable, names))} }} = globalThis.$given;\n" if names else ""


def _given(names: list[str]) -> str:
    return f"globalThis.$given = {{ {', '.join(map(_variable, names))} }};\n" if names else ""


def needs(read: Callable[[str], str], name: str) -> list[str]:
    """Return the modules that NAME needs, each after those it needs itself, NAME last."""
    return list(dict.fromkeys(_needs(read, name)))


def _needs(read: Callable[[str], str], name: str) -> Iterator[str]:
    for match in _IMPORT.finditer(read(name)):
        yield from _needs(read, f"{match['file']}.js")
    yield name


def _scoped(read: Callable[[str], str], name: str) -> str:
    text = _imports_named(read(name))
    exports = {name: name for name in _EXPORT.findall(text)}
    if defaults := _DEFAULT.findall(text):
        exports["default"] = defaults[-1]
    body = _DEFAULT.sub("", _EXPORT.sub("", text))
    members = ", ".join(f"{outer}: {inner}" for outer, inner in exports.items())
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {members} }};\n}})();\n"


def _imports_named(text: str) -> str:
    return _IMPORT.sub(_destructured, text)


def _destructured(match: re.Match[str]) -> str:
    names = (
        f"default: {match['whole']}"
        if match["whole"]
        else (match["names"] or "").replace(" as ", ": ")
    )
    return f"const {{ {names} }} = {_variable(match['file'])};\n" if names else ""


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
