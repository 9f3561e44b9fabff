"""The product as others install it: a package whose rooms import one way, with all that it needs and names."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import imhsite
import pytest
from conftest import RUNNER
from example_site import configure, example
from folders import ROOT
from imhsite import cli
from imhsite.publishing.output import PACKED
from test_build import fingerprint

PACKAGE = ROOT / "src/imhsite"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = ("files", "model", "language", "geography", "reading", "finding", "pages", "rendering", "printing", "publishing", "exports", "intake", "importing", "editor", "building", "plugin", "commands", "cli")  # imports lead from right to left
MOST_MODULES = 12
LONGEST_LINE = 100
PROVIDERS = {"charset_normalizer": "charset-normalizer", "yaml": "pyyaml", "material": "mkdocs-material", "pymdownx": "pymdown-extensions"}  # packages whose module has another name
SEPARATE = {"linkchecker"}  # which runs as a program
BEHIND = {"defusedxml"}  # which openpyxl uses where it is there


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT)
    (file,) = folder.glob("*.whl")
    return file


def pip(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)], check=True)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def shipped() -> set[str]:
    return {f"imhsite/{file.relative_to(PACKAGE).as_posix()}" for file in PACKAGE.rglob("*") if file.is_file() and "__pycache__" not in file.parts}


def test_the_wheel_has_every_file_of_the_package_and_the_licence(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    folder = f"imhsite-{imhsite.__version__}.dist-info"
    assert {name for name in names if name.startswith("imhsite/")} == shipped()
    assert f"{folder}/licenses/LICENSE" in names or f"{folder}/LICENSE" in names


def test_the_source_distribution_has_them_too(tmp_path):
    subprocess.run([sys.executable, "-c", "import sys; from flit_core import buildapi; buildapi.build_sdist(sys.argv[1])", tmp_path], cwd=ROOT, check=True)
    (file,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2].removeprefix("src/") for name in archive.getnames()}
    assert shipped() | {"LICENSE", "README.md", "pyproject.toml"} <= names


def test_a_site_is_built_from_the_wheel_alone(installed, tmp_path):
    """By MkDocs and by our own command, with the same bytes, in a folder that has neither code nor overrides."""
    site = example(tmp_path / "a site")
    configure(site)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))} | RUNNER | {"PYTHONPATH": str(installed)}

    def run(*arguments: str) -> str:
        done = subprocess.run([sys.executable, *arguments], cwd=site, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("-c", "import imhsite; print(imhsite.__file__)").strip() == str(installed / "imhsite/__init__.py")
    assert run("-c", "import importlib.metadata as found; print(found.version('imhsite'))").strip() == imhsite.__version__
    run("-m", "imhsite.cli", "check")
    run("-m", "mkdocs", "build", "--quiet")
    run("-m", "imhsite.cli", "build", "--site-dir", "ours")
    built = fingerprint(site / "site")
    assert built == {path: digest for path, digest in fingerprint(site / "ours").items() if not path.endswith(PACKED)}
    assert {"index.html", "programs/example-visits/index.html"} <= built.keys()
    assert {entry.name for entry in site.iterdir() if not entry.name.startswith(".")} == {"data", "docs", "mkdocs.yml", "site", "ours"}


def modules() -> Iterator[tuple[Path, str, ast.Module]]:
    """Each module of the package with its room."""
    for file in sorted(PACKAGE.rglob("*.py")):
        room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in ("__init__", "theme"):
            yield file, room, ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that TREE imports, in functions too, with what is imported from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_imports_lead_one_way_through_the_rooms():
    wrong = []
    for file, room, tree in modules():
        rooms = {name.split(".")[1] for name in imports(tree) if name.startswith("imhsite.")}
        wrong += [(file.relative_to(PACKAGE).as_posix(), other) for other in rooms & {*ROOMS} if ROOMS.index(other) > ROOMS.index(room)]
    assert wrong == []


def test_every_room_is_known_and_small_enough_to_look_around():
    found = [(file.name, room) for file, room, _ in modules()]
    assert {room for _, room in found} == {*ROOMS}
    sizes = Counter(room for name, room in found if name != "__init__.py")
    assert {room: size for room, size in sizes.items() if size > MOST_MODULES} == {}


def test_nothing_but_the_plugin_imports_mkdocs():
    assert [file.name for file, _, tree in modules() if any(re.match(r"mkdocs\b", name) for name in imports(tree))] == ["plugin.py"]


def names(requirements: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in requirements}


def test_all_that_is_imported_is_declared_and_nothing_else():
    used = {name.split(".")[0] for _, _, tree in modules() for name in imports(tree)} - sys.stdlib_module_names - {"imhsite", "None"}
    used |= {"material", "pymdownx"}  # of which the icons are read; which mkdocs.yml names
    optional = {extra: names(packages) for extra, packages in SETTINGS["project"]["optional-dependencies"].items()}
    assert optional["links"] == SEPARATE and optional["pictures"] == {"playwright"}
    assert names(pins("requirements-import.in")) == optional["import"]
    declared = names(SETTINGS["project"]["dependencies"]) | optional["states"] | optional["import"]
    assert {PROVIDERS.get(name, name.lower()) for name in used} - optional["pictures"] | BEHIND == declared
    assert all(">=" in line for line in SETTINGS["project"]["dependencies"])


def pins(file: str) -> list[str]:
    return [line.strip(" \\") for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+==", line)]


def _version(pin: str) -> str:
    """Name and version of PIN, without the Pythons that it is for."""
    return pin.partition(";")[0].strip().lower().replace("_", "-")


def test_each_dependency_is_pinned_once_for_the_scripts_and_for_mkdocs():
    (backend,) = SETTINGS["build-system"]["requires"]
    assert names(pins("requirements-site.in")) == names(SETTINGS["project"]["dependencies"]) | names([backend])
    assert backend.replace(" ", "") in pins("requirements-site.in")
    assert {_version(line) for line in pins("requirements-site.in")} <= {_version(line) for line in pins("requirements-site.txt")}
    assert pins("requirements.txt") == pins("requirements-site.txt")
    assert "\n-e .\n" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_version_stands_in_one_place_and_the_changelog_begins_with_it():
    assert SETTINGS["project"]["dynamic"] == ["version", "description"]
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == imhsite.__version__


def test_mkdocs_finds_plugin_and_theme():
    for group, target in SETTINGS["project"]["entry-points"].items():
        (entry,) = importlib.metadata.entry_points(group=group, name="imhsite")
        assert entry.value == target["imhsite"] and entry.load()
    assert (PACKAGE / "theme/mkdocs_theme.yml").is_file()


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_says_how_it_is_called(command, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    for typed in (f"imhsite {command}", f"scripts/{command}"):
        with pytest.raises(SystemExit) as end:
            cli.main([command, "--help"])
        assert end.value.code == 0 and capsys.readouterr().out.startswith(f"usage: {typed} ")
        monkeypatch.setenv("IMHSITE_PROG", f"scripts/{command}")


def test_help_names_every_command_and_no_command_is_a_mistake(capsys):
    for arguments in (["--help"], []):
        with pytest.raises(SystemExit) as end:
            cli.main(arguments)
        said = "".join(capsys.readouterr())
        assert end.value.code == (2 if not arguments else 0)
    assert "COMMAND" in said
    assert all(f"\n  {command} " in cli.parser().format_help() for command in cli.COMMANDS)


def test_commands_work_on_the_site_whose_settings_are_named(tmp_path, capsys, monkeypatch):
    site = example(tmp_path / "site")
    configure(site)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--config-file", "site/mkdocs.yml", "check"]) == 0
    assert Path.cwd() == site
    monkeypatch.chdir(tmp_path)
    for arguments, words in ((["check"], f"there is no mkdocs.yml in {tmp_path}: change to the folder of your site, or name the file: imhsite --config-file DIR/mkdocs.yml check"), (["-f", "site/data", "check"], "--config-file site/data: name the mkdocs.yml of a site")):
        with pytest.raises(SystemExit):
            cli.main(arguments)
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("format", "--check"), ("check",)], ids=lambda arguments: arguments[0])
def test_the_code_is_formatted_and_has_no_fault_that_a_linter_finds(arguments):
    run = subprocess.run([sys.executable, "-m", "ruff", *arguments, "--no-cache", "src"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_line_of_code_is_too_long():
    """Not even one that the linter is told to leave alone."""
    files = [file for file in PACKAGE.rglob("*.py") if "theme" not in file.relative_to(PACKAGE).parts]
    long = [f"{file.relative_to(ROOT)}:{number}" for file in files for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if len(line) > LONGEST_LINE]
    assert files and long == []


def test_the_vendored_packages_are_listed_without_any_package_installed(tmp_path):
    """The audit looks at them before it installs anything."""
    run = subprocess.run([sys.executable, "-S", "-m", "imhsite.cli", "vendored"], cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and '"@sveltia/cms"' in run.stdout, run.stderr
