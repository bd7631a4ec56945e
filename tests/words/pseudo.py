"""A language that says everything in English, but in brackets, with other letters, and about 40 % longer.

What has plain letters on a screen does not come from the language, wherever it is wrapped or cut.
"""

import re
from typing import ClassVar

from optsim.facts import kinds
from optsim.languages import Language, english
from optsim.testing.titles import titles

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: one cell each
ACCENTED = str.maketrans(_PLAIN, "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ")
#: two cells each
FULL_WIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in _PLAIN}


class Pseudo(Language):
    """English in brackets, with other letters."""

    name: ClassVar[str] = "pseudo"
    title: ClassVar[str] = "⟦Ḗƞɠŀīşħ⟧"

    def __init__(self, letters=ACCENTED):
        self.letters = letters

        def stretched(text):
            """A text in brackets, longer by two fifths; its {fields} stay."""
            parts = re.split(r"({[^}]*})", text)
            told = "".join(part if part.startswith("{") else part.translate(letters) for part in parts)
            return f"⟦{told}{'~' * (2 * len(text) // 5)}⟧"

        def sentence(make):
            return lambda language, fact: stretched(make(language, fact))

        own = {code: lambda _, fact: fact.english() for code in kinds()}
        self.sentences = {code: sentence(make) for code, make in {**own, **english().sentences}.items()}
        self.titles = {key: stretched(title) for key, title in titles().items()}
        self.texts = {key: stretched(text) for key, text in english().texts.items()}
