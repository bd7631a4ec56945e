"""Values that nobody expects, and where in tables and lists a value can be put."""

import datetime as dt
import math
import string

from tests.hostile import HARMFUL

NUMBERS = (
    *(
        0,
        1,
        -1,
        2,
        7,
        16,
        19,
        20,
        21,
        99,
        100,
        101,
        500,
        501,
        999,
        1000,
        1001,
        2**15,
        2**16,
        10**6,
        10**6 + 1,
        10**9,
        10**9 + 1,
    ),
    *(
        2**31 - 1,
        2**31,
        2**32,
        2**53 - 1,
        2**53,
        2**53 + 1,
        2**63 - 1,
        2**63,
        2**64 - 1,
        2**64,
        2**128,
        10**40,
        -(2**63),
        -(2**64),
    ),
    *(10**400, 10**4000, -(10**4000)),
    *(
        0.0,
        -0.0,
        0.5,
        1.0,
        1e-3,
        0.1,
        0.999999,
        1.5,
        100.0,
        1e-12,
        1e-300,
        5e-324,
        1e15,
        1e153,
        1e160,
        1.7e308,
        -1e-9,
        -3.5,
    ),
    *(math.inf, -math.inf, math.nan),
)
TEXTS = (
    *(
        "",
        " ",
        "\t",
        "a",
        "adam",
        "gd",
        "sgd",
        "lane",
        "saddle",
        "mlp",
        "quadratic",
        "loss",
        "validation_loss",
        "epoch",
        "random",
    ),
    *(
        "normal",
        "strict",
        "fast",
        "patience",
        "gl",
        "pq",
        "up",
        "cosine",
        "step",
        "torch",
        "keras",
        "curvature",
        "inverse",
        "linear",
    ),
    *(
        "e\u0301",
        "\u00e9",
        "勾配",
        "👨‍👩‍👧",
        "☰",
        "❤️",
        "👍🏽",
        "x" * 21,
        "x" * 300,
        "../x.csv",
        "/dev/zero",
        "/",
        "~",
        "data.csv",
    ),
    *(
        "a.b",
        "a = b",
        '"',
        "'",
        "\\",
        "`",
        "# x",
        "**b**",
        "| a |",
        "> q",
        "- x",
        "[a](b)",
        "<b>",
        "step >= 3",
        "adam.loss < 0.1",
    ),
    *("space", "ctrl+p", "enter", "\n", "\n\n", "a\nb"),
    *(text for text in HARMFUL if not any(0xD800 <= ord(char) < 0xE000 for char in text)),
)
OTHERS = (
    True,
    False,
    dt.date(2024, 2, 29),
    dt.time(1, 2, 3),
    dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
)


def value(dice, depth=0):
    """A value that a file can hold."""
    kind = dice.randrange(12)
    if kind < 5:
        return dice.choice(NUMBERS)
    if kind < 8:
        return dice.choice(TEXTS)
    if kind == 8:
        return dice.choice(OTHERS)
    if depth > 3:
        return []
    if kind < 11:
        return [value(dice, depth + 1) for _ in range(dice.choice([0, 1, 2, 2, 3, 8]))]
    return {key(dice): value(dice, depth + 1) for _ in range(dice.choice([0, 1, 3]))}


def key(dice):
    """A key, most of them known somewhere."""
    return dice.choice(TEXTS) if dice.random() < 0.4 else dice.choice(KNOWN)


KNOWN = (
    *(
        "title",
        "description",
        "numerics",
        "objective",
        "budget",
        "early_stopping",
        "lanes",
        "view",
        "demo",
        "kind",
        "steps",
        "epochs",
    ),
    *(
        "seed",
        "target_loss",
        "optimizer",
        "learning_rate",
        "schedule",
        "edits",
        "fork",
        "as",
        "batch_size",
        "start",
        "dim",
        "noise",
    ),
    *(
        "eigenvalues",
        "spectrum",
        "condition",
        "rotation",
        "center",
        "hidden",
        "activation",
        "data",
        "path",
        "target",
        "inputs",
    ),
    *(
        "missing",
        "validation",
        "examples",
        "rule",
        "patience",
        "monitor",
        "halt",
        "restore_best",
        "x",
        "y",
        "scale",
        "size",
        "do",
    ),
)


def places(table, found=None):
    """Every table and list with every key of it."""
    found = [] if found is None else found
    items = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    for at, inner in items:
        found.append((table, at))
        places(inner, found)
    return found


def misspelt(dice, word):
    """A word with one letter another one, doubled, or lost."""
    if not word:
        return "x"
    at = dice.randrange(len(word))
    return (
        word[:at]
        + dice.choice(["", word[at] * 2, dice.choice(string.ascii_letters), dice.choice(HARMFUL[:-3])])
        + word[at + 1 :]
    )
