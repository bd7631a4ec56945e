"""Everything public has types and an example, which does what it shows."""

import doctest
import inspect
import typing

import pytest

import optsim

#: names of types, and the version: there is nothing to show of them by themselves
WITHOUT = {"Array", "LearningRate", "__version__"}
PUBLIC = sorted(set(optsim.__all__) - WITHOUT)


def documented(name):
    """The class or function of a name; of a registry its class."""
    thing = getattr(optsim, name)
    return thing if isinstance(thing, type) or inspect.isfunction(thing) else type(thing)


@pytest.mark.parametrize("name", PUBLIC)
def test_examples_show_what_happens(name):
    examples = [each for each in doctest.DocTestFinder(recurse=True).find(documented(name)) if each.examples]
    assert examples
    for example in examples:
        said = []
        runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
        failed, _ = runner.run(example, out=said.append)
        assert not failed, "".join(said)


@pytest.mark.parametrize("name", [name for name in PUBLIC if inspect.isfunction(getattr(optsim, name))])
def test_functions_say_the_types_of_what_they_take_and_give(name):
    signature = inspect.signature(getattr(optsim, name))
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(each.annotation is not inspect.Parameter.empty for each in signature.parameters.values())


def test_only_what_is_public_is_listed():
    assert dir(optsim) == sorted(optsim.__all__)
    assert not [name for name in dir(optsim) if name.startswith("_") and name != "__version__"]
    assert typing.get_type_hints(optsim.show)["lang"] == str | None
