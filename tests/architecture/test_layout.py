"""The house keeps its plan: what stands where, who may come in, and who may not do what."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
SHOP = ROOT / "shop"

TOP_LEVEL = {
    *("shop", "templates", "static", "migrations", "tests", "config.py", "README.md"),
    *("docs", "deploy", ".ci", "Makefile", "pyproject.toml", "LICENSE", "CHANGELOG.md"),
    *("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "requirements-stripe-spec.txt", "requirements-uv.txt"),
    *("package.json", "package-lock.json", ".npmrc"),
    *(".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"),
}
DESKS = {"storefront", "seller", "office", "account", "machines"}
SHARED_TEMPLATES = {"_layout", "_components", "errors", "notices", "papers"}
NOT_ROOMS = {"web", "cli", "jobs", "demo", "kernel", "translations"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [Path(name) for name in listed.split("\0") if name]


def rooms() -> list[Path]:
    return [folder for folder in sorted(SHOP.iterdir()) if (folder / "__init__.py").exists() and folder.name not in NOT_ROOMS]


def calls(folder: Path) -> Iterator[tuple[Path, ast.Call]]:
    for module in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield module, node


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_the_top_level_holds_only_what_the_plan_names():
    found = {file.parts[0] for file in tracked_files()}

    assert "shop" in found
    assert found <= TOP_LEVEL


def test_no_module_has_a_name_that_says_nothing():
    assert [file for file in tracked_files() if file.stem in NAMES_THAT_SAY_NOTHING] == []


def test_no_third_party_or_made_file_is_committed():
    made = {".mo", ".pyc", ".sqlite", ".db", ".woff", ".woff2", ".ttf", ".otf"}

    assert [file for file in tracked_files() if file.suffix in made or "vendor" in file.parts] == []


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_every_view_says_who_may_come_in(app: Flask):
    views = {name: view for name, view in app.view_functions.items() if name != "static"}

    assert len(views) > 2
    assert [name for name, view in views.items() if not hasattr(view, "access")] == []


def test_templates_stand_with_their_desk():
    folders = {folder.name for folder in (ROOT / "templates").iterdir() if folder.is_dir()}

    assert folders <= DESKS | SHARED_TEMPLATES


@pytest.mark.parametrize("desk", sorted(DESKS))
def test_a_desk_shows_its_own_templates_and_they_exist(desk: str):
    shown = [
        (module.name, call.args[0].value)
        for module, call in calls(SHOP / "web" / desk)
        if called_name(call) == "render_template" and call.args and isinstance(call.args[0], ast.Constant)
    ]

    strangers = [(module, name) for module, name in shown if not name.startswith((f"{desk}/", "errors/", "_components/"))]
    missing = [(module, name) for module, name in shown if not (ROOT / "templates" / name).is_file()]
    assert (strangers, missing) == ([], [])


def test_rooms_never_commit_and_never_open_a_transaction():
    """One transaction an entry point: a desk, a command or a job opens it, the room only works inside."""
    assert rooms()

    found = [
        f"{module.relative_to(ROOT)}:{call.lineno} {called_name(call)}()"
        for room in rooms()
        for module, call in calls(room)
        if called_name(call) in ("commit", "transaction")
    ]
    assert found == []
