"""The template engine: Jinja2, strict, and faster where pages are many.

Autoescape is on and an undefined name is an error. What is faster builds on parts of the engine
that it does not call public: its version is pinned, and tests/test_rendering.py makes every kind of
page by the engine alone too, and compares. Without `_Context`, `_CodeGenerator` and `_Template` all
works as before, in twice the time.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache
from keyword import iskeyword
from types import CodeType

import jinja2
import jinja2.compiler
from jinja2 import nodes
from jinja2.runtime import missing
from markupsafe import Markup, _escape_inner


def environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    """Return the environment of the templates that LOADER finds.

    What every template knows is to be added before the first is compiled.
    """
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )
    made.context_class, made.code_generator_class, made.template_class = (
        _Context,
        _CodeGenerator,
        _Template,
    )
    return made


class Compiled(jinja2.BytecodeCache):
    """What templates were compiled to, by their names, kept for other processes: that is a third of
    the time of a small build.
    """

    def __init__(self) -> None:
        self.codes: dict[str, tuple[str, bytes]] = {}
        self.has_grown = False

    def know(self, codes: dict[str, tuple[str, bytes]] | None) -> None:
        """Take over the CODES of an earlier process."""
        self.codes = (codes or {}) | self.codes

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        return super().get_bucket(
            environment, name, filename, f"{sorted(environment.globals)}{source}"
        )  # both decide what it is compiled to

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        checksum, code = self.codes.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.codes[bucket.key] = bucket.checksum, bucket.bytecode_to_string()
        self.has_grown = True


COMPILED = Compiled()
KNOWN = "known_"  # before the name of what every template knows, where it is a global of Python


class _Context(jinja2.runtime.Context):
    """Calls what templates call as it is: none of it asks for the context, and looking for that
    took a quarter of a page's time.
    """

    def call(
        self,
        called: Callable,
        /,
        *args,
        _block_vars: object = None,
        _loop_vars: object = None,
        **kwargs,
    ):
        return called(*args, **kwargs)


class _CodeGenerator(jinja2.compiler.CodeGenerator):
    """Writes plainer Python, in which a page takes half the time.

    What every template knows is a global of Python too, not looked up anew in each macro and loop;
    what is called is called as it is; an attribute is asked for as Python asks; and what is markup
    already, as most is that templates put together, is not escaped in vain, nor is other text
    marked as markup where it is put together at once.
    """

    def visit_Template(
        self, node: nodes.Template, frame: jinja2.compiler.Frame | None = None
    ) -> None:
        own = {name.name for name in node.find_all(nodes.Name) if name.ctx != "load"} | {
            macro.name for macro in node.find_all(nodes.Macro)
        }
        self.known = self.environment.globals.keys() - own
        super().visit_Template(node, frame)

    def enter_frame(self, frame: jinja2.compiler.Frame) -> None:
        loads = frame.symbols.loads
        for target in [target for target, (_, name) in loads.items() if name in self.known]:
            del loads[target]
        super().enter_frame(frame)

    def visit_Name(self, node: nodes.Name, frame: jinja2.compiler.Frame) -> None:
        if node.name in self.known:
            self.write(KNOWN + node.name)
        else:
            super().visit_Name(node, frame)

    def visit_Call(
        self, node: nodes.Call, frame: jinja2.compiler.Frame, forward_caller: bool = False
    ) -> None:
        if (
            forward_caller
            or node.dyn_args
            or node.dyn_kwargs
            or any(iskeyword(argument.key) for argument in node.kwargs)
        ):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: jinja2.compiler.Frame) -> None:
        self.write("(_found if (_found := getattr(_of := ")
        self.visit(node.node, frame)
        self.write(
            f", {node.attr!r}, missing)) is not missing else environment.getattr(_of, {node.attr!r}))"
        )

    def _output_child_pre(self, node, frame, finalize) -> None:
        if _is_escaped(frame, finalize):
            self.write("(_value if type(_value := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node, frame, finalize) -> None:
        super()._output_child_post(node, frame, finalize)
        if _is_escaped(frame, finalize):
            self.write(
                f") is Markup else {KNOWN}escape(_value) if type(_value) is str else escape(_value))"
            )


class _Template(jinja2.Template):
    """A template as _CodeGenerator writes it."""

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping,
        uptodate: Callable[[], bool] | None = None,
    ) -> _Template:
        namespace = {KNOWN + name: value for name, value in environment.globals.items()} | {
            f"{KNOWN}escape": _escape_inner,
            "environment": environment,
            "__file__": code.co_filename,
        }
        exec(code, namespace)
        made = cls._from_namespace(environment, namespace, globals)
        made._uptodate = uptodate
        return made


def _is_escaped(frame: jinja2.compiler.Frame, finalize) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


def compiled(environment: jinja2.Environment, name: str, text: str) -> jinja2.Template:
    """Return the template TEXT of the page NAME, compiled only once: the engine itself keeps
    nothing of a template that has no file.
    """
    bucket = COMPILED.get_bucket(
        environment, f"{environment.finalize is not None} {name}", None, text
    )
    if bucket.code is None:
        bucket.code = environment.compile(text)
        COMPILED.set_bucket(bucket)
    return environment.template_class.from_code(
        environment, bucket.code, environment.make_globals(None)
    )


def rendered(environment: jinja2.Environment, name: str, values: dict) -> str:
    """Return the template NAME with VALUES.

    Raises ValueError where one has a name that every template knows.     It does what
    Template.render does in a tenth less time: that looks for each global in two places, for each
    page.
    """
    if not environment.globals.keys().isdisjoint(values):
        raise ValueError(
            f"{name}: values under names that every template knows: {sorted(environment.globals.keys() & values)}"
        )
    template = environment.get_template(name)
    context = _Context(environment, environment.globals | values, template.name, template.blocks)
    try:
        return environment.concat(template.root_render_func(context))
    except Exception:
        environment.handle_exception()


def late(environment: jinja2.Environment, name: str) -> Callable:
    """Return the macro NAME of `macros/NAME.html`, looked up on its first call, so that macros can
    call one another.

    Where it is given values by their places alone, what the engine does about names and `caller` is
    left out.
    """

    @cache
    def found() -> jinja2.runtime.Macro:
        return getattr(environment.get_template(f"macros/{name}.html").module, name)

    def call(*args, **kwargs) -> Markup:
        macro = found()
        left = len(macro.arguments) - len(args)
        if kwargs or left < 0 or macro.caller:
            return macro(*args, **kwargs)
        return Markup(macro._func(*args, *(missing,) * left))

    return call
