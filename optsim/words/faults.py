"""Sentences about faults: those of a language by the English ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from optsim.faults import Fault
from optsim.languages import Language, Maker


@dataclass(frozen=True)
class FaultSentence:
    """The sentence of a language about a fault, with {fields} of the English one; called it makes one of a fault's values."""

    message: str

    def __call__(self, language: Language, fault: Fault) -> str:
        """Return the sentence with the values of a fault."""
        return fault.filled(self.message, language.sentence)


def sentences(messages: Mapping[str, str]) -> Mapping[str, Maker]:
    """Return what makes the sentences of a language, by the English messages."""
    return MappingProxyType({english: FaultSentence(message) for english, message in messages.items()})
