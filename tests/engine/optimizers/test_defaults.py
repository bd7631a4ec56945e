"""Defaults of the article's equations, and the ranges that every share of an average has."""

import pytest

from optsim import OPTIMIZERS
from optsim.engine.settings import BadValueError, declared

#: α, and what else the equation has
ARTICLE = {
    "gd": {"learning_rate": 0.01},
    "sgd": {"learning_rate": 0.01},
    "momentum": {"learning_rate": 0.01, "momentum": 0.9},
    "nag": {"learning_rate": 0.01, "momentum": 0.9},
    "adagrad": {"learning_rate": 0.01, "epsilon": 1e-8, "epsilon_inside": True},
    "rmsprop": {"learning_rate": 0.001, "decay": 0.9, "epsilon": 1e-8, "epsilon_inside": True},
    "adam": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
}


@pytest.mark.parametrize("name", ARTICLE)
def test_what_is_not_given_is_what_the_article_has(name):
    optimizer = OPTIMIZERS[name]()
    assert {key: getattr(optimizer, key) for key in ARTICLE[name]} == ARTICLE[name]


SHARES = [
    (name, key)
    for name, cls in OPTIMIZERS.items()
    for key, each in declared(cls).items()
    if each.setting.symbol[:1] in ("β", "γ")
]


@pytest.mark.parametrize(("name", "key"), SHARES)
def test_an_average_keeps_a_share_from_0_to_less_than_all(name, key):
    for share in (-1e-9, 1.0, 1.5):
        with pytest.raises(BadValueError, match=key):
            OPTIMIZERS[name](learning_rate=0.01, **{key: share})
