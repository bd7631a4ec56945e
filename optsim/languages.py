"""Languages: what makes sentences of facts, and has the texts of the screens. One folder of `optsim.words` each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from pathlib import Path
    from pkgutil import ModuleInfo

    from optsim.facts import Fact
    from optsim.registry import Registry

#: makes the sentence of a fact; the language is there for facts within it
Maker = Callable[["Language", Any], str]
V = TypeVar("V")
#: the ids of the glossary's texts begin with this
_GLOSSARY = "term."


class Gathered(Mapping[str, V]):
    """Tables of several modules as one; a module is imported when none before it has a key.

    A language has sentences for the facts of the whole program, most of which a start does not come upon. Keys that begin with
    a word of `apart` stand in its module, which is imported for them without any other.
    """

    def __init__(
        self, package: str, modules: Sequence[str], table: str, apart: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Gather the mappings of one name in modules of a package."""
        self._apart = {beginning: f"{package}.{module}" for beginning, module in apart.items()}
        self._modules = list(dict.fromkeys((*(f"{package}.{module}" for module in modules), *self._apart.values())))
        self._table = table
        self._known: dict[str, V] = {}

    def _import_next(self) -> bool:
        """Take in the table of one module more; False where there is none."""
        if not self._modules:
            return False
        self._import(self._modules[0])
        return True

    def _import(self, module: str) -> None:
        self._known |= getattr(import_module(module), self._table)
        self._modules.remove(module)

    def __getitem__(self, key: str) -> V:
        apart = self._apart.get(key.partition(".")[0])
        if apart in self._modules:
            self._import(apart)
        while not apart and key not in self._known and self._import_next():
            continue
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        while self._import_next():
            continue
        return iter(self._known)

    def __len__(self) -> int:
        # not list(self): that asks for the length
        return sum(1 for _ in self)


class Language:
    """Base of every language. A class of it stands in `optsim/words/NAME/__init__.py`.

    `sentences` has a function for each kind of fact, by its code, and `texts` the texts by their id, with {fields}. `titles`
    has what things with a name are called and what is said of them, by "kind.name.what" ("command.fork.help"); it overrides
    what a registered file says of itself ("optimizer.lion.title"). What a language does not have is English.
    """

    name: ClassVar[str] = ""
    #: in the language itself
    title: ClassVar[str] = ""
    sentences: ClassVar[Mapping[str, Maker]] = {}
    texts: ClassVar[Mapping[str, str]] = {}
    titles: ClassVar[Mapping[str, str]] = {}
    #: puts the symbols of a text into another notation, those of an optimizer by its name; None for those that all is written in
    symbols: Callable[..., str] | None = None

    @classmethod
    def folder(cls) -> Path:
        """Return the folder of its class, in which `scenarios/NAME.toml` has the texts of a scenario that comes with optsim."""
        from pathlib import Path  # noqa: PLC0415 a list of names does not wait for it

        file = getattr(sys.modules[cls.__module__], "__file__", None)
        # what was typed into Python has no file, and no texts of scenarios
        return Path(file).parent if file else Path(__file__).with_name("words")

    def sentence(self, fact: Fact) -> str:
        """Return a fact as a sentence, without a full stop at its end; its code and numbers where nobody has words for it."""
        if self.symbols is not None:
            # what is within it is not to be put into the notation twice
            return self.formula(type(self)().sentence(fact), _optimizer_of(fact.code))
        make = self.sentences.get(fact.code)
        if make is not None:
            return make(self, fact)
        own = fact.english()
        if own or self.name == "en":
            return own or str(fact.as_dict())
        return english().sentence(fact)

    def text(self, key: str, /, **values: Any) -> str:
        """Return the text of an id, with its fields filled in. Raises KeyError for an id that English does not have either."""
        texts = self.texts if key in self.texts or self.name == "en" else english().texts
        # the glossary says itself which symbols others have
        text = texts[key] if key.startswith(_GLOSSARY) else self.formula(texts[key])
        return text.format(**values) if values else text

    def formula(self, text: str, optimizer: str = "") -> str:
        """Return what is written in symbols, a formula of an optimizer for instance, in those that people are to see."""
        return text if self.symbols is None else self.symbols(text, optimizer)

    def label(self, member: Enum) -> str:
        """Return the label of an enum's member, the text "status.out_of_steps" for `Status.OUT_OF_STEPS`."""
        return self.text(f"{type(member).__name__.lower()}.{member.name.lower()}")

    def heading(self, quantity: Any) -> str:
        """Return title, symbol and unit of a quantity: "update norm ‖Δθ‖"."""
        unit = f"[{quantity.unit}]" if quantity.unit else ""
        return " ".join(filter(None, (self.of("quantity", quantity), self.formula(quantity.symbol), unit)))

    def of(self, kind: str, registered: Any, what: str = "title") -> str:
        """Return what something with a name says of itself, in this language's own words where it has some."""
        return self.title_of(f"{kind}.{registered.name}.{what}", getattr(registered, what))

    def title_of(self, key: str, otherwise: str = "") -> str:
        """Return the title of a key "kind.name.what"; what neither this language nor English has is as it is `otherwise`."""
        own = self.titles.get(key) or self.titles.get(_of_any(key))
        title = own or (english().title_of(key, otherwise) if self.name != "en" else otherwise)
        return self.formula(title, _optimizer_of(key))


def _optimizer_of(key: str) -> str:
    """Return the optimizer's name in "optimizer.adam.beta1" or a code of its own; empty in any other."""
    kind, _, rest = key.partition(".")
    return rest.partition(".")[0] if kind == "optimizer" else ""


def _of_any(key: str) -> str:
    """Return the key of what all of a kind share: "optimizer.*.learning_rate" for "optimizer.adam.learning_rate"."""
    kind, _, rest = key.partition(".")
    return f"{kind}.*.{rest.rpartition('.')[2]}"


@cache
def _languages() -> Registry[Language]:
    """Return the registry of languages; help in English is read without it."""
    from optsim.registry import Registry  # noqa: PLC0415 as it says

    class Languages(Registry[Language]):
        """Languages, a folder each; the files beside them are for all languages, and import much."""

        def _may_have_a_class(self, module: ModuleInfo) -> bool:
            return module.ispkg

    return Languages("optsim.words", Language, "language", "optsim.languages")


if TYPE_CHECKING:
    LANGUAGES: Registry[Language]
else:

    def __getattr__(name: str) -> object:
        """The registry, made when it is first used."""
        if name != "LANGUAGES":
            raise AttributeError(f"module 'optsim.languages' has no attribute {name!r}")
        return _languages()


def english() -> Language:
    """Return English: what `str(exception)`, `reason` and files say, whatever language the screen has."""
    return _languages()["en"]()
