"""Texts of a scenario in another language than its file's own: title, description, summary, titles of lanes, captions, chapters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Texts(NamedTuple):
    """Texts in one language; those that are empty are shown as the scenario itself has them.

    `lanes` are the titles of lanes by the lane's name, `demo` the captions that are not empty and `chapters` the marks, in the
    order of the demo.
    """

    title: str = ""
    description: str = ""
    summary: str = ""
    lanes: Mapping[str, str] = MappingProxyType({})
    demo: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()

    def table(self) -> dict[str, Any]:
        """Return the keys that a file has for them."""
        stated = {**self._asdict(), "lanes": dict(self.lanes), "demo": list(self.demo), "chapters": list(self.chapters)}
        return {key: value for key, value in stated.items() if value}

    def of_lanes(self, sources: Mapping[str, str]) -> Texts:
        """Return them for other lanes: `sources` has for each new name the name of the lane whose title it has."""
        return self._replace(lanes={new: self.lanes[old] for new, old in sources.items() if old in self.lanes})


def texts(table: object) -> Texts:
    """Return the texts of a file's table; what is no text is left out, and told where the file is checked."""
    if not isinstance(table, Mapping):
        return Texts()
    lanes = table.get("lanes")
    return Texts(
        title=_text(table, "title"),
        description=_text(table, "description"),
        summary=" ".join(_text(table, "summary").split()),
        lanes={name: text.strip() for name, text in lanes.items() if isinstance(text, str)}
        if isinstance(lanes, Mapping)
        else {},
        demo=_listed(table.get("demo")),
        chapters=_listed(table.get("chapters")),
    )


def texts_by_language(table: Mapping[str, Any]) -> dict[str, Texts]:
    """Return the texts of a scenario file's section [text], by the name of the language."""
    section = table.get("text")
    return {str(name): texts(each) for name, each in section.items()} if isinstance(section, Mapping) else {}


def texts_of_acts(demo: object, verb: str) -> list[str]:
    """Return what a demo's table has for a verb and is not empty, captions ("say") or chapters ("mark"), in their order."""
    acts = demo.get("do") if isinstance(demo, Mapping) else None
    values = (act.get(verb) for act in acts if isinstance(act, Mapping)) if isinstance(acts, list | tuple) else ()
    return [value for value in values if isinstance(value, str) and value.strip()]


def _listed(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    return value.strip() if isinstance(value, str) else ""
