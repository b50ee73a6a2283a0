"""What the product says: every sentence marked for translation, and French that nobody marked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT: Final = Path(__file__).parent.parent.parent
SOURCE: Final = ROOT / "src" / "mandate_flow"
LAW: Final = ROOT / "law"
WEB: Final = SOURCE / "edge" / "web"
LANGUAGES: Final = ("en", "nl")
Key = tuple[str, ...]
"""A French sentence, or its singular and its plural."""

ONE: Final = frozenset({"_", "_html", "html", "N_", "said"})
TWO: Final = frozenset({"ngettext"})
COUNTED: Final = frozenset({"plural"})
WORDS: Final = re.compile(r"[^\W\d_]{2,}")
FRENCH: Final = re.compile(
    r"[àâçéèêëîïôœùûÀÉÊ«»’]|\b(?:le|la|les|de|du|des|un|une|ce|cette|est|dans|pour|sur|par|pas|avec|aucun|aucune)\b"
)
NOT_PAGES: Final = ("edge/cli", "content", "store/migrations", "settings", "edge/web/routes/style.py")
"""Read by whoever runs the machine or writes the content, in French only."""
NOT_READ: Final = frozenset({"BadContent", "RuntimeError", "ValueError", "LookupError"})


@cache
def keys() -> dict[Key, list[str]]:
    """Every sentence the product says, and where (path from the root:line); what has no word in it needs none."""
    found: dict[Key, list[str]] = {}
    for path in _sources():
        tree, name = ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT))
        for key, line in _in_python(tree):
            found.setdefault(key, []).append(f"{name}:{line}")
    for page, template in _templates():
        for key, line in _in_template(template):
            found.setdefault(key, []).append(f"{page}:{line}")
    for path in sorted(LAW.glob("*.yaml")):
        for note in _notes(yaml.safe_load(path.read_text(encoding="utf-8"))):
            found.setdefault((note,), []).append(str(path.relative_to(ROOT)))
    return {key: places for key, places in found.items() if any(map(str.isalpha, key[0]))}


@cache
def translations(lang: str) -> dict[Key, Key]:
    """Every translation of a language, from all parts."""
    found: dict[Key, Key] = {}
    for path in sorted((WEB / "locale" / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as part:
            for one in read_po(part, locale=lang):
                if one.id:
                    key = (one.id,) if isinstance(one.id, str) else tuple(one.id)
                    found[key] = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
    return found


def unmarked() -> Iterator[str]:
    """French in a page that no translation can reach, as `path:line: words`."""
    for path, template in _templates():
        if not path.endswith("style.html"):
            yield from (f"{path}:{line}: {words}" for line, words in _bare(template))
            yield from (f"{path}:{line}: {words}" for line, words in _texts((ROOT / path).read_text(encoding="utf-8")))
    for source in _sources():
        name = str(source.relative_to(ROOT))
        if any(f"mandate_flow/{part}" in name for part in NOT_PAGES):
            continue
        tree = ast.parse(source.read_text(encoding="utf-8"))
        yield from (f"{name}:{line}: {words}" for line, words in _loose(tree))


def _sources() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def _templates() -> Iterator[tuple[str, nodes.Template]]:
    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - parsed, never rendered
    for path in sorted((WEB / "templates").rglob("*.html")):
        yield str(path.relative_to(ROOT)), environment.parse(path.read_text(encoding="utf-8"))


def _notes(content: object) -> Iterator[str]:
    """What the law says beside its figures, which pages show."""
    if isinstance(content, dict):
        yield from (one for name, one in content.items() if name == "note" and isinstance(one, str))
        for one in content.values():
            yield from _notes(one)
    elif isinstance(content, list):
        for one in content:
            yield from _notes(one)


def _counted(arguments: list[str]) -> Key:
    one, many = (arguments[0], arguments[1]) if len(arguments) > 1 else (arguments[0], arguments[0] + "s")
    return f"{{n}} {one}", f"{{n}} {many}"


def _in_python(tree: ast.Module) -> Iterator[tuple[Key, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        told = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in ONE and told:
            yield (told[0],), node.lineno
        elif name in TWO and len(told) > 1:
            yield (told[0], told[1]), node.lineno
        elif name in COUNTED and told:
            yield _counted(told), node.lineno
        elif name in _failures():
            for one in (*node.args[:1], *(each.value for each in node.keywords if each.arg in ("what", "why", "do"))):
                yield from (((words,), node.lineno) for words in _strings(one) if WORDS.search(words))


def _strings(node: ast.expr) -> list[str]:
    return [str(one.value) for one in _constants(node)]


def _constants(node: ast.expr) -> list[ast.Constant]:
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [node] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


@cache
def _failures() -> frozenset[str]:
    """Names of the errors that people read."""
    found = {"MandateFlowError"}
    classes = [
        (node.name, {_name(base) for base in node.bases})
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while more := {name for name, bases in classes if bases & found} - found:
        found |= more
    return frozenset(found - {"BadContent"})


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _loose(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """French strings outside of marks, of docstrings and of texts in three languages."""
    passed = {one for node in ast.walk(tree) for one in _reached(node)}
    for node in ast.walk(tree):
        words = ""
        if isinstance(node, ast.JoinedStr):
            passed.update(node.values)
            words = "{}".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > len("à "):
            words = node.value
        if node not in passed and FRENCH.search(words):
            yield node.lineno, words  # type: ignore[attr-defined]


def _reached(node: ast.AST) -> Iterator[ast.AST]:
    """What need not be marked below this node: it is marked, nobody reads it, or it is said in three languages."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Dict) and {"fr", "en", "nl"} <= {getattr(key, "value", None) for key in node.keys}:
        yield from ast.walk(node)
    elif isinstance(node, ast.Call):
        name = _name(node.func)
        if name in ONE | TWO | COUNTED | {"_text", "compile"}:
            yield from node.args
        elif name in NOT_READ:
            yield from ast.walk(node)
        elif name in _failures():
            for one in (*node.args, *(each.value for each in node.keywords)):
                yield from _constants(one)


def _in_template(template: nodes.Template) -> Iterator[tuple[Key, int]]:
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            told = _told(call.args)
            if call.node.name in ONE and told:
                yield (told[0],), call.lineno
            elif call.node.name in TWO and len(told) > 1:
                yield (told[0], told[1]), call.lineno
    for one in template.find_all(nodes.Filter):
        if one.name in COUNTED and (told := _told(one.args)):
            yield _counted(told), one.lineno


def _told(arguments: list[nodes.Expr]) -> list[str]:
    return [one.value for one in arguments if isinstance(one, nodes.Const) and isinstance(one.value, str)]


def _bare(template: nodes.Template) -> Iterator[tuple[int, str]]:
    calls = [(getattr(one.node, "name", ""), one.args) for one in template.find_all(nodes.Call)]
    filters = [(one.name, one.args) for one in template.find_all(nodes.Filter)]
    marked = {id(one) for name, given in (*calls, *filters) if name in ONE | TWO | COUNTED for one in given}
    for constant in template.find_all(nodes.Const):
        words = constant.value
        if id(constant) not in marked and isinstance(words, str) and _says(words):
            yield constant.lineno, words


def _says(words: str) -> bool:
    """Whether a string of a template is a sentence, not a name of a class, a field or an address."""
    return bool(WORDS.search(words)) and (bool(FRENCH.search(words)) or words[:1].isupper() or " " in words.strip())


def _texts(source: str) -> Iterator[tuple[int, str]]:
    """What the HTML of a template shows or has read aloud, outside of its expressions."""
    pieces: list[str] = []
    for _, kind, value in Environment().lex(source):  # noqa: S701 - read, never rendered
        pieces.append(value if kind == "data" else "\n" * value.count("\n") + ("\0" if kind.endswith("_begin") else ""))
    line = 1
    for part in re.split(r"(<[^>]*>)", re.sub(r"&\w+;", " ", "".join(pieces))):
        attributes = re.findall(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)", part)
        for words in attributes if part.startswith("<") else part.split("\0"):
            if WORDS.search(words):
                yield line + part[: part.index(words)].count("\n"), words.strip(" \n\0")
        line += part.count("\n")
