"""Request for a film, as it goes from the command line to the process that makes it."""

from __future__ import annotations

from typing import NamedTuple

#: the smallest window, in columns and rows: in less there is nothing but a sentence that asks for more
SMALLEST = (60, 18)
#: the largest one
LARGEST = (500, 200)


class Request(NamedTuple):
    """A film of a scenario, or with `dry_run` only what it would be. What is None is as the demo has it.

    `scenario` is a name or a path, `outputs` are paths; they are told as they were given, in the language of the `messages`.
    """

    scenario: str
    outputs: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    fps: int | None = None
    cast_version: int = 2
    seed: int | None = None
    theme: str | None = None
    dry_run: bool = False
    font: str | None = None
    presenter: bool = False
    language: str | None = None
    notation: str | None = None
    messages: str = "en"
    #: modules of the person's own: name and folder of each
    imported: tuple[tuple[str, str], ...] = ()
    #: of a log: what its columns are, and the rules that are tried
    take: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def text(self) -> str:
        """Write it as one line, for `order`."""
        import json  # noqa: PLC0415 help does not wait for it

        return json.dumps(self._asdict())


def request_of(text: str) -> Request:
    """Read a request from what `Request.text` made."""
    import json  # noqa: PLC0415 as above

    table = json.loads(text)
    table |= {name: tuple(table[name]) for name in ("outputs", "take", "rules")}
    table["imported"] = tuple(map(tuple, table["imported"]))
    table["size"] = table["size"] and tuple(table["size"])
    return Request(**table)
