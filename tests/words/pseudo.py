"""A language that says everything in English, in brackets and about 40 % longer: what is not in brackets does not come from it."""

from typing import ClassVar

from optsim.engine.history.quantities import QUANTITIES
from optsim.facts import kinds
from optsim.languages import Language, english


def stretched(text):
    """A text in brackets, longer by two fifths."""
    return f"⟦{text}{'~' * (2 * len(text) // 5)}⟧"


def _sentence(make):
    return lambda language, fact: stretched(make(language, fact))


class Pseudo(Language):
    """English in brackets."""

    name: ClassVar[str] = "pseudo"
    title: ClassVar[str] = "⟦English⟧"

    def __init__(self):
        own = {code: lambda _, fact: fact.english() for code in kinds()}
        self.sentences = {code: _sentence(make) for code, make in {**own, **english().sentences}.items()}
        self.titles = {
            f"quantity.{name}.title": stretched(english().of("quantity", quantity))
            for name, quantity in QUANTITIES.items()
        }
        self.texts = {key: stretched(text) for key, text in english().texts.items()}
