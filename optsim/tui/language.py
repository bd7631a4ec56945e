"""The language of the app."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from optsim.languages import Language, english

if TYPE_CHECKING:
    from optsim.engine.lane_label import LaneLabel


def language_of(app: App[Any]) -> Language:
    """Return the language that an app was opened in; English where it was told of none."""
    chosen: Language | None = getattr(app, "language", None)
    return chosen or english()


#: the description of a binding that begins with this is the id of a text
_KEY = "key."


def worded_bindings(node: DOMNode) -> None:
    """Give the bindings of the app, a screen or a widget their words: their descriptions are ids of texts before."""
    language, known = language_of(node.app), node._bindings.key_to_bindings  # noqa: SLF001 there is no other way
    for key, bindings in known.items():
        known[key] = [_with_words(language, each) if each.description.startswith(_KEY) else each for each in bindings]


def _with_words(language: Language, binding: Binding) -> Binding:
    """Return a binding with its words in place of their ids."""
    tooltip = language.text(binding.tooltip) if binding.tooltip else ""
    return replace(binding, description=language.text(binding.description), tooltip=tooltip)


def method_named(language: Language, lane: LaneLabel) -> str:
    """Return what moves a lane: the title of its optimizer, or what is known of it."""
    from optsim.engine.lane import Lane  # noqa: PLC0415 the picker is painted without the engine

    return language.of("optimizer", lane.optimizer) or lane.method if isinstance(lane, Lane) else lane.method


def formula_named(language: Language, lane: LaneLabel) -> str:
    """Return how a lane moves, in a line; a formula of an optimizer may have words in it, of which a language has its own."""
    from optsim.engine.lane import Lane  # noqa: PLC0415 as above

    if isinstance(lane, Lane) and lane.formula == lane.optimizer.formula:
        return language.of("optimizer", lane.optimizer, "formula")
    return language.formula(lane.formula, lane.optimizer.name if isinstance(lane, Lane) else "")


def medium_named(language: Language, medium: str) -> str:
    """Return what a medium is called, as "recording"; one of another package's source as it calls itself."""
    return language.title_of(f"medium.{medium}.title", medium)
