"""Web pages."""

from __future__ import annotations

from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import TextFormat, WriteOptions


class HTML(TextFormat):
    """A page that plays the film, with nothing beside it and no network."""

    name: ClassVar[str] = "html"
    title: ClassVar[str] = "web page with a player"
    ending: ClassVar[str] = ".html"

    def text(self, film: Film, options: WriteOptions) -> str:
        """Return the page."""
        from optsim.screencast.encoding.html_page import html  # noqa: PLC0415 help does not need it

        return html(film)
