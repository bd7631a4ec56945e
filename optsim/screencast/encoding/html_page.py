"""A film as one web page that plays it: opened from a file, without a network, and without anything beside it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from importlib import resources
from string import Template
from typing import Any

from optsim.screencast.encoding.delta_codec import DIGITS, SHORT, by_pen, reel
from optsim.screencast.film import Film, FilmQuestion, Pen
from optsim.screencast.raster.shapes import Area, Disc, Shape, Stroke, shapes
from optsim.screencast.terminal.cells import text_of

#: what no page may hold: characters that are none
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
#: the place of the player's script at which that of questions stands, where a film has some
_QUESTIONS = "  // QUESTIONS\n"


def html(film: Film) -> str:
    """The page. It is the same wherever it is written, and forbids itself everything but its own script and style."""
    script, style = _source("player.js"), _source("player.css")
    if film.questions:
        script = script.replace(_QUESTIONS, _source("player_questions.js"))
        style += _source("player_questions.css")
    return Template(_source("player.html")).substitute(
        title=escape(_clean(film.title or "Film")),
        screen=escape(_clean("\n".join(text_of(film.screen_at(film.duration))))),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        film=_json(_data(film)),
    )


def _data(film: Film) -> dict[str, Any]:
    """Return what the player unrolls."""
    encoded = reel(film)
    texts = sorted({text for _, text in encoded.kinds})
    return {
        "title": _clean(film.title),
        "width": film.width,
        "height": film.height,
        "duration": film.duration,
        "marks": [[mark.time, _clean(mark.label)] for mark in film.marks],
        "pens": [[pen.colour, pen.ground, _style(pen)] for pen in encoded.pens],
        "cells": by_pen((pen, _clean(text)) for pen, text in encoded.kinds),
        "shapes": {text: list(map(_numbers, outline)) for text in texts if (outline := _outline(text)) is not None},
        "digits": DIGITS,
        "short": SHORT,
        "frames": encoded.frames,
        **({"questions": [_question(each) for each in film.questions]} if film.questions else {}),
    }


def _question(question: FilmQuestion) -> list[Any]:
    """Return a question as the player knows it."""
    text, options = _clean(question.text), list(map(_clean, question.options))
    return [question.time, question.answered, text, options, question.near or question.right]


def _outline(text: str) -> tuple[Shape, ...] | None:
    """The shapes of a character, but not of braille: its dots follow from its number."""
    return None if "\u2800" <= text <= "\u28ff" else shapes(text)


def _numbers(shape: Shape) -> list[float]:
    """A shape as the player knows it, by how many numbers there are; a float that is whole as an integer."""
    match shape:
        case Area(left, top, right, bottom, alpha):
            numbers: tuple[float, ...] = (*left, *top, *right, *bottom, alpha)
        case Stroke() | Disc():
            numbers = tuple(map(float, shape))
    return [int(number) if number == int(number) else number for number in numbers]


def _style(pen: Pen) -> int:
    return pen.bold | pen.italic << 1 | pen.underline << 2 | pen.strike << 3


def _json(data: dict[str, Any]) -> str:
    """Return JSON in which nothing can end the element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _clean(text: str) -> str:
    return _NO_TEXT.sub(_REPLACEMENT, text)


def _source(name: str) -> str:
    """A file of the player, as it stands in the package."""
    return resources.files("optsim.screencast").joinpath(name).read_text("utf-8")


def _hash(source: str) -> str:
    """Return the hash by which a policy allows this one script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
