"""Sentences about faults: those of a language by the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.faults import Fault
from optsim.languages import Language, Maker


def sentences(messages: Mapping[str, str]) -> Mapping[str, Maker]:
    """Return what makes the sentences of a language's messages; each has {fields} of the English one."""
    return MappingProxyType({english: _sentence_of(message) for english, message in messages.items()})


def _sentence_of(message: str) -> Maker:
    def make(language: Language, fault: Fault) -> str:
        return fault.filled(message, language.sentence)

    return make
