"""A data file that cannot be used is told in one sentence: the file, the line as an editor counts it, the column, a way out."""

import os
import socket
import sys

import pytest

from optsim.scenario import ScenarioError, load
from tests.scenario.data.support import fault, read, write

QUOTE = "in this line is never closed; close it, or double it in a text"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "path: d.csv: is empty: a line of names and a line for each example are needed"),
        ("\n \n\r\n", "path: d.csv: is empty: a line of names and a line for each example are needed"),
        ("a,b\n", "path: d.csv, line 1: has a line of names and no examples below it"),
        ("\n\na,b\n\n", "path: d.csv, line 3: has a line of names and no examples below it"),
        ("1,2\n", "path: d.csv: leaves one row, and needs two at least"),
        ('a,b\n1,2\n"3,4\n5,6\n', f'path: d.csv, line 3: a quote " that opens {QUOTE}'),
        ('"a,b\n1,2\n', f'path: d.csv, line 1: a quote " that opens {QUOTE}'),
        (
            'a,b\n"1"x,2\n',
            'path: d.csv, line 2: has more after a closing quote "; a quote within a quoted text is written twice',
        ),
        (
            "a,b\n\n1,2\n\n3,4,5\n",
            (
                "path: d.csv, line 5: has 3 cells, line 1 has 2 (separated by a comma); give every line as many, an empty one for "
                "a missing value"
            ),
        ),
        (
            '"a\nb",c\n"1",2\n3,four\n5,6',
            (
                "path: d.csv, line 4: column 2 ('c'): 'four' is not a number, as most of this column are; write one, or nothing "
                "for a missing value"
            ),
        ),
        (
            "a,b\r1,2\r3,x\r4,5\r",
            (
                "path: d.csv, line 3: column 2 ('b'): 'x' is not a number, as most of this column are; write one, or nothing for "
                "a missing value"
            ),
        ),
        (
            "1,2\n3,x\n4,5\n",
            (
                "path: d.csv, line 2: column 2: 'x' is not a number, as most of this column are; write one, or nothing for a "
                "missing value"
            ),
        ),
        (
            "a,b\n1,1e999\n2,3\n",
            (
                "path: d.csv, line 2: column 2 ('b'): '1e999' is beyond the largest number, 1.8e308; write a smaller one, or in "
                "another unit"
            ),
        ),
        *(
            (
                f"a;b\n{number};2\n3;4\n",
                (
                    f"path: d.csv, line 2: column 1 ('a'): '{number}' is nearer to 0 than the smallest number, 4.9e-324; write 0, "
                    "or in another unit"
                ),
            )
            for number in ("1e-400", "-.2E-999", "0,1e-400", "0.00100e-99999")
        ),
        *(
            (
                text,
                (
                    f"path: d.csv, line 2: column 1 ('{name}'): '{cell}' has quote marks that are none in a CSV file; leave them "
                    'out, or write "'
                ),
            )
            for text, name, cell in (
                ("a,b\n‘1’,2\n‘3’,4\n", "a", "‘1’"),
                ("'a';b\n`1,5`;2\n`3,5`;4\n", "'a'", "`1,5`"),
            )
        ),
        (
            "a;b\n1,5;2\n2,5;3\n3.5;4\n",
            (
                "path: d.csv, line 4: column 1 ('a'): '3.5' has not the decimal mark of the others, \",\"; write all alike, or say "
                'decimal = "."'
            ),
        ),
        (
            "a,b\n1,\x002\n",
            "path: d.csv, line 2: has a NUL character, so this is no text in UTF-8; save the file as CSV in UTF-8",
        ),
        (
            "a,b\n1,2\n3,4\n".encode("utf-16-be"),
            "path: d.csv, line 1: has a NUL character, so this is no text in UTF-8; save the file as CSV in UTF-8",
        ),
        ("a,b\n1,2\ngröße,3".encode("latin1"), "path: d.csv, line 3: byte 0xF6 is not UTF-8; save the file as UTF-8"),
        (
            b"\xff\xfea\x00,\x00\x00\xd8",
            "path: d.csv, line 1: byte 0x00 is not UTF-16; save the file as UTF-8",
        ),
        (
            "a,b\n1,2\n" + "x" * 200_000 + ",3\n",
            'path: d.csv, line 3: has a cell of more than 131072 characters; is a quote " opened and not closed?',
        ),
        (
            "a\n1\n2\n",
            (
                "path: d.csv: has one column, and needs two, an input and a target; if it has more, say what separates them: "
                'separator = ";"'
            ),
        ),
        (
            "network,1,1\nnode,1,2\nhemi,lh,rh\n,,\n0,56.1,92.0\n1,55.5,43.6\n2,60.2,28.0\n",
            "path: d.csv, line 1: lines 1 to 3 all look like names; keep one line of names and delete the others",
        ),
        (
            "a,b\nm,kg\n1,2\n3,4\n5,6\n",
            "path: d.csv, line 1: lines 1 to 2 all look like names; keep one line of names and delete the others",
        ),
        (
            "a,b\n,1\nNA,2\n",
            "inputs: d.csv: leaves no input for the target 'b': 'a' (no values)",
        ),
        (
            "a,b,c\n1,,2\n,1,3\n",
            (
                'missing: d.csv: every row has a missing value (a 1, b 1); write missing = "mean", or name inputs without those '
                "columns"
            ),
        ),
        (
            "a,b\nx,y\nz,w\n",
            (
                "target: d.csv: the last column 'b' is text (w, y), and what is predicted is a number; the file has no column of numbers; "
                "write them as 1.5 or -2e3, with no other sign or quote mark"
            ),
        ),
        (
            'a,"b ""x""",\x1bc,t\n1,2,3,x\n4,5,6,y\n',
            (
                "target: d.csv: the last column 't' is text (x, y), and what is predicted is a number; write target = 3, or one of "
                '"a", 2'
            ),
        ),
        (
            "date,price\n" + "".join(f"2019-01-{day:02},{day}.5\n" for day in range(1, 26)),
            (
                "inputs: d.csv: leaves no input for the target 'price': 'date' (text with 25 different values, more than 20; text = "
                '"one-hot" takes it)'
            ),
        ),
        (
            "\x1b]0;x\x07,b\n1,2\n3,4\n\x1b[31mred,5\n",
            (
                "path: d.csv, line 4: column 1 ('�]0;x�'): '�[31mred' is not a number, as most of this column are; "
                "write one, or nothing for a missing value"
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path, content, sentence):
    assert fault(tmp_path, content) == sentence


@pytest.mark.parametrize("cell", ["1_000", "１２３", "٣", "inf", "-Infinity", "1.234,5", "1'000'000", "12%", "−5"])
@pytest.mark.parametrize("others", ["7\n8", "", "SAME"])
def test_numbers_that_are_none_are_refused_and_not_taken_for_texts(tmp_path, cell, others):
    others = others.replace("SAME", f"{cell}\n{cell}")
    rows = "\n".join(f"{text};{place}" for place, text in enumerate(["a", cell, *others.split()]))
    sentence = fault(tmp_path, rows.replace("a;0", "a;y") + ("\n5;5" if not others else ""))
    assert sentence.startswith(f"path: d.csv, line 2: column 1 ('a'): '{cell}' is no number here; write digits 0 to 9")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ('target = "z"', "target: d.csv: no column is named 'z'; there are: a, a, kind, y"),
        ('target = "ind"', "target: d.csv: no column is named 'ind'; did you mean 'kind'?"),
        ('target = "a"', "target: d.csv: 2 columns are named 'a'; give the number of one, without quotes: 1, 2"),
        ("target = 5", "target: d.csv: there is no column 5; columns are numbered from 1 to 4"),
        ("target = 0", "target: d.csv: there is no column 0; columns are numbered from 1 to 4"),
        (
            'target = "kind"',
            ("target: d.csv: the target 'kind' is text (u, v), and what is predicted is a number; write target = \"y\", or one "
            "of 1, 2"),
        ),
        ('inputs = ["y"]', "inputs: d.csv: 'y' is the target; take it out of inputs"),
        ("inputs = [1, 1]", "inputs: d.csv: 'a' is named twice"),
        ("inputs = []", ("inputs: d.csv: leaves no input for the target 'y': 'a' (not among inputs); 'a' (not among inputs); "
         "'kind' (not among inputs)")),
        ('inputs = ["kind"]\ntext = "leave"', ("inputs: d.csv: leaves no input for the target 'y': 'a' (not among inputs); "
         "'a' (not among inputs); 'kind' (text, and text = \"leave\")")),
        ("target = true", "target: must be a text or a whole number, not true"),
        ('inputs = "a"', "inputs: must be a list, not 'a'"),
        ('separator = ""', 'separator: must be one character, as ";" or "\\t", not \'\''),
        ('separator = "ab"', 'separator: must be one character, as ";" or "\\t", not \'ab\''),
        ('separator = "\\n"', 'separator: must be one character, as ";" or "\\t", not \'�\''),
        ('missing = "skip"', "missing: cannot be 'skip'; there are: drop, mean"),
        ('taget = "y"', "taget: is not known here; did you mean 'target'?"),
        ("table = 3", ("table: is not known here; there are: path, target, inputs, missing, text, separator, decimal, header, "
         "validation, constants")),
        ("examples = 5", "examples: has no meaning together with path: the file says it"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_key(tmp_path, keys, sentence):
    assert fault(tmp_path, "a,a,kind,y\n1,2,u,3\n4,5,v,6\n", keys) == sentence


def test_without_names_columns_have_numbers(tmp_path):
    sentence = (
        "target: d.csv: the file has no line of names; give the number of the column, from 1 to 2, without quotes"
    )
    assert fault(tmp_path, "1,2\n3,4\n", 'target = "y"') == sentence


def test_how_a_file_is_read_needs_a_file(tmp_path):
    file = write(tmp_path, "1,2\n3,4\n", 'missing = "mean"\ntable = 3')
    file.write_text(file.read_text().replace('path = "d.csv"\n', ""))
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert [str(problem) for problem in caught.value.problems] == [
        'objective.data.missing: says how a file is read; give its path = "file.csv"',
        "objective.data.table: is not known here; there are: kind, examples, noise, validation",
    ]


def refused(folder, path):
    file = write(folder, "1,2\n3,4\n")
    file.write_text(file.read_text().replace('"d.csv"', f'"{path}"'))
    with pytest.raises(ScenarioError) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert str(problem).isprintable()
    return problem.message.replace(str(folder), "HERE")


def test_addresses_and_tildes_have_a_way_out(tmp_path):
    way_out = "this is an address: download the file, and give its path"
    assert refused(tmp_path, "https://example.org/a.csv").endswith(f"No such file or directory; {way_out}")
    assert refused(tmp_path, "~/a.csv").endswith(
        "No such file or directory; ~ stands for no folder here: write the whole path"
    )
    assert "�]0;PWN�" in refused(tmp_path, "\\u001b]0;PWN\\u0007")
    assert len(refused(tmp_path, "x" * 5000)) < 300
    assert "null byte" in refused(tmp_path, "a\\u0000b")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_nothing_but_regular_files_of_some_size_are_read(tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    assert refused(tmp_path, "folder") == "cannot be read: HERE/folder: is a folder, not a regular file"
    assert refused(tmp_path, "pipe") == "cannot be read: HERE/pipe: is a pipe, not a regular file"
    assert refused(tmp_path, "loop").startswith("cannot be read: HERE/loop: ")
    assert refused(tmp_path, "large") == "cannot be read: HERE/large: is larger than 64 MB"
    assert refused(tmp_path, "/dev/zero") == "cannot be read: /dev/zero: is a device, not a regular file"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such files")
def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's name may not be long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
        assert refused(tmp_path, "socket") == "cannot be read: HERE/socket: is a socket, not a regular file"


def test_a_file_from_elsewhere_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "other.csv").write_text("1,2\n3,4\n")
    (tmp_path / "in" / "link.csv").symlink_to(tmp_path / "other.csv")
    there = str((tmp_path / "other.csv").resolve())
    for path in ("../other.csv", "link.csv", there):
        file = write(tmp_path / "in", "1,2\n3,4\n")
        file.write_text(file.read_text().replace('"d.csv"', f'"{path}"'))
        assert load(file).reading.outside == there
    assert read(tmp_path / "in", "1,2\n3,4\n").reading.outside == ""


@pytest.mark.parametrize("cells", [("1,234", "950", "2,500"), ("1,234", "2,500", "3,125"), ("0", "+4,000", "7")])
def test_a_comma_that_may_be_one_of_thousands_is_asked_about(tmp_path, cells):
    content = "a,b\n" + "".join(f'"{cell}",{place}\n' for place, cell in enumerate(cells))
    line, cell = next((place, cell) for place, cell in enumerate(cells, start=2) if "," in cell)
    assert fault(tmp_path, content) == (
        f"decimal: d.csv, line {line}: '{cell}' may be {cell.replace(',', '.')} or {cell.replace(',', '')}; "
        'write decimal = "," for the first, or take these commas out of the file for the other'
    )
    values = read(tmp_path, content, 'decimal = ","').objective.data.table[:, 0]
    assert values.tolist() == [float(cell.replace(",", ".")) for cell in cells]
    # with another separator, or other digits behind a comma, it is the decimal mark
    assert read(tmp_path, content.replace('",', '";').replace("a,b", "a;b")).reading.decimal == ","
    assert read(tmp_path, content + '"1,5",9\n').reading.decimal == ","
