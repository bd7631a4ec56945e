"""The lines of a recording's file, one after the other: each is whole and known, or it is told which is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any

import msgspec

from optsim.recording.format.version_2 import quantities_fault
from optsim.recording.format.versions import HEADERS, NEWEST, CommandLine, Decoders, Header, Line, RowLine, SummaryLine
from optsim.recording.problems import Kind, RecordingError
from optsim.recording.verification.findings import CutOff
from optsim.scenario.lanes.names import control_character
from optsim.system.limits import LARGEST_LINE, shape_faults
from optsim.system.part_file import FORMAT
from optsim.system.regular_file import open_regular

_BEGIN = 512
_CUT = "cut the file off above this line to use what stands before it"
_AGAIN = "record it again"


class Lines:
    """Header and lines of a recording that is open.

    Going through it once gives every line with its number. After the last one `note` says what is not there (None: it has its
    summary) and `fits` whether the summary's hash is that of the lines.
    """

    def __init__(self, path: Path, stream: BufferedReader) -> None:
        self.path, self._stream = path, stream
        self._hash = hashlib.sha256()
        self.note: CutOff | None = None
        self.fits = True
        begin = stream.peek(_BEGIN)
        # what is no recording is not read: it may be a gigabyte of nothing
        first = stream.readline(LARGEST_LINE) if begin.lstrip()[:1] in (b"{", b"") else begin
        self.header = _header(path, first)
        self._decoders = Decoders.of(self.header)
        self._hash.update(first)

    def __iter__(self) -> Iterator[tuple[int, Line]]:
        number, last = 1, CutOff("header")
        while raw := self._stream.readline(LARGEST_LINE):
            number += 1
            try:
                line = _decoded(raw, self._decoders)
            except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
                if not raw.endswith(b"\n") and len(raw) < LARGEST_LINE:
                    break
                raise RecordingError(self.path, number, f"is no line of a recording: {error}", _CUT) from error
            if isinstance(line, SummaryLine):
                self.fits = line.summary.chain == self._hash.hexdigest()
                if self._stream.read(1):
                    raise RecordingError(self.path, number + 1, "stands after the summary", "delete it")
                yield number, line
                return
            self._hash.update(raw)
            yield number, line
            last = CutOff("step", line.step) if isinstance(line, RowLine) else CutOff("command")
        self.note = last


@contextmanager
def opened(path: Path) -> Iterator[Lines]:
    """The lines of a file. Raises RecordingError where it cannot be read or is no recording of a version that is known."""
    try:
        with open_regular(path) as stream:
            yield Lines(path, stream)
    except OSError as error:
        raise RecordingError(path, None, f"cannot be read: {error.strerror or error}", "") from error
    except ValueError as error:
        if isinstance(error, RecordingError):
            raise
        # a path with a null character
        raise RecordingError(path, None, f"cannot be read: {error}", "") from error


def whole_lines(path: Path) -> Iterator[str]:
    """The lines of a recording that was read, as they are, without a torn one at the end. Raises OSError."""
    with open_regular(path) as stream:
        for raw in stream:
            try:
                msgspec.json.decode(raw, type=msgspec.Raw)
            except (msgspec.DecodeError, RecursionError):
                return
            yield raw.decode().removesuffix("\n") + "\n"


def _decoded(raw: bytes, decoders: Decoders) -> Line:
    """A line. Raises msgspec.MsgspecError where it is none."""
    keys = () if raw.startswith(b'{"step"') else msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    if "command" in keys:
        command: CommandLine = decoders.commands.decode(raw)
        return command
    line: Line = decoders.summaries.decode(raw) if "summary" in keys else decoders.rows.decode(raw)
    return line


def _header(path: Path, raw: bytes) -> Header:
    other = RecordingError(path, None, "is no recording", "optsim replay NAME --out run.jsonl makes one")
    if not raw.lstrip().startswith(b"{"):
        raise RecordingError(path, None, "is empty", other.way_out) if not raw else other
    try:
        top = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        if not raw.endswith(b"\n"):
            raise RecordingError(path, 1, "is cut off: the header is not whole", _AGAIN) from error
        raise RecordingError(path, 1, f"is no header: {error}", _AGAIN) from error
    if top.get("format") != FORMAT:
        raise other
    header = _of_its_version(path, top)
    for key, shape in shape_faults({"scenario": header.scenario, "files": header.files}):
        raise RecordingError(path, 1, f"{key} {shape}", _AGAIN)
    for text in (header.name, *header.quantities, *header.environment, *header.environment.values()):
        check_text(path, 1, text)
    fault = quantities_fault(header.quantities)
    if fault:
        raise RecordingError(path, 1, fault, "read it with an optsim that knows it")
    return header


def _of_its_version(path: Path, top: Mapping[str, Any]) -> Header:
    """The header of a version. Raises RecordingError for a version that is newer, or never was, and for what does not fit."""
    version = top.get("version")
    if isinstance(version, int) and version > NEWEST:
        what = f"is of format version {version}, and this optsim knows versions up to {NEWEST}"
        raise RecordingError(path, None, what, "read it with a newer optsim", Kind.NOT_COMPARABLE)
    if not isinstance(version, int) or isinstance(version, bool) or version not in HEADERS:
        raise RecordingError(path, 1, f"has a format version that never was: {version!r:.40}", _AGAIN)
    try:
        header: Header = msgspec.convert(top, HEADERS[version])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise RecordingError(path, 1, f"is no header: {error}", _AGAIN) from error
    return header


def check_text(path: Path, line: int, text: str) -> None:
    """Raise RecordingError for a text that could do anything to a terminal."""
    hidden = control_character(text)
    if hidden:
        raise RecordingError(path, line, f"has a text with a character that cannot be shown, {hidden}", _CUT)
