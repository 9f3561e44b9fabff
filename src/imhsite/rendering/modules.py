"""One script of several: a module with all that it imports, so that a browser asks for one file.

A module names what it imports and exports as these scripts do: `import { one, two as other } from
"./name.js"`, `import Whole from "./name.js"`, `import "./name.js"` and `export` before a function,
class or constant. What `import()` names is loaded when it is wanted, and so stays a file of its
own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import rjsmin

_IMPORT = re.compile(
    r'^import (?:(?P<whole>\w+) from |\{(?P<names>[^}]*)\} from )?"\./(?P<file>[\w.-]+)\.js";\n',
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"export\s*\{\s*(\w+) as default\s*\};")  # as esbuild ends a vendored file


def bundle(read: Callable[[str], str], name: str) -> str:
    """Return the script NAME and the modules that it imports as one script, minified.

    READ returns a script by its name. Each module is there once, in a scope of its own.
    """
    *imports, _ = needs(read, name)
    parts = [_scoped(read, other) for other in imports]
    return rjsmin.jsmin("".join([*parts, _imports_named(read(name))]), keep_bang_comments=True)


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
