"""What a terminal has to do, by hand: name -> width, height, events (texts, and new sizes as (width, height))."""

LINES = "\r\n".join(f"line {number}" for number in range(1, 8))
FULL = "aaaa\r\nbbbb\r\ncccc"
LONG = "x" * 5000

CORPUS = {
    # windows of another size
    "main screen outlives a resize in vim": (
        40, 8, ["$ vim notes\r\n", "\x1b[?1049h\x1b[H\x1b[2JVIM SCREEN\r\n~\r\n~", (44, 9), "\x1b[?1049l", "$ back in the shell"],
    ),
    "main screen outlives a smaller window in less": (
        40, 8, [f"{LINES}\r\n$ less", "\x1b[?1049h\x1b[Htext\r\n:", (30, 4), "\x1b[?1049l", " done"],
    ),
    "a lower window keeps the prompt": (40, 8, [f"{LINES}\r\n$ prompt", (40, 4), " typed"]),
    "a lower window takes blank lines first": (40, 8, ["one\r\ntwo", (40, 4), " typed"]),
    "a higher window brings lines back": (40, 4, [f"{LINES}\r\n$ prompt", (40, 8), " typed"]),
    "lower and higher again": (40, 8, [f"{LINES}\r\n$ prompt", (40, 3), "!", (40, 8), "!"]),
    "a narrower window wraps": (20, 4, ["the quick brown fox", (8, 4), "!"]),
    "a wider window joins what was wrapped": (8, 4, ["the quick brown fox", (20, 4), "!"]),
    "narrower and wider again": (20, 5, ["the quick brown fox\r\n$ ls", (7, 5), (20, 5), "!"]),
    "full-width characters wrap whole": (9, 4, ["日本語の端末", (7, 4), "!", (12, 4)]),
    "margins end with the height": (6, 5, ["a\r\nb\r\nc\r\nd\x1b[2;3r", (6, 6), "\x1b[6;1H\n\nx"]),
    "tab stops end with the width": (20, 2, ["\x1b[3g\ta", (24, 2), "\r\n\tb"]),
    "what was cleared does not come back": (10, 3, ["a\r\nb\r\nc\r\nd\x1b[2J", (10, 6), "x"]),
    "what was cleared from the start does not come back": (10, 3, ["a\r\nb\r\nc\r\nd\x1b[H\x1b[J", (10, 6), "x"]),
    # colours
    "underline colour with semicolons": (30, 2, ["\x1b[1;33mbold \x1b[58;2;1;2;3mstill bold"]),
    "underline colour by number": (30, 2, ["\x1b[31m\x1b[58;5;4mred\x1b[59m red"]),
    "underline colour with colons": (30, 2, ["\x1b[1m\x1b[58:2::7:8:9mbold\x1b[58:5:3mbold"]),
    "colours with colons": (30, 2, ["\x1b[38:2::1:2:3mone\x1b[38:2:4:5:6mtwo\x1b[48:5:200mthree\x1b[38:5:9mfour"]),
    "curly underline, and none": (30, 2, ["\x1b[4:3mone\x1b[4:0mtwo\x1b[21mthree\x1b[24mfour"]),
    "colours in a row": (30, 2, ["\x1b[38;5;9;1;48;5;7mone\x1b[0;38;2;1;2;3;4mtwo\x1b[mthree"]),
    "colours that are none": (30, 2, ["\x1b[38;9;1mone\x1b[38;5mtwo\x1b[1:2mthree\x1b[38;5;300mfour"]),
    "attributes": (60, 2, ["".join(f"\x1b[{n}m{n}" for n in (1, 2, 3, 4, 7, 8, 9, 22, 23, 24, 27, 28, 29))]),
    # strings
    "strings that are long": (
        12, 3, [f"a\x1b]0;{LONG}\x07b\x1bP1$r{LONG}\x1b\\c\x1b_{LONG}\x1b\\d\x1b^{LONG}\x1b\\e\x1bX{LONG}\x1b\\f"],
    ),
    "strings in several events": (
        12, 3, [f"a\x1b]0;{LONG}" + f"{LONG}\x1b" + "\\b\x1bP" + LONG + "\x1b\\c\x1b_x" + "y\x1b\\d"],
    ),
    "titles end with BEL": (12, 2, ["a\x1b]2;title\x07b\x1bktitle\x1b\\c"]),
    "another escape ends a title": (12, 2, ["a\x1b]0;title\x1b[31mb"]),
    "controls within a sequence": (12, 3, ["ab\x1b[2\rCc", "\x1b[3\nDd"]),
    "other characters within a sequence": (12, 2, ["a\x1b[1日bc"]),
    "a sequence that is given up": (12, 2, ["a\x1b[1;2\x18mb\x1b[3\x1b[1mc\x1b\x1b[Cd"]),
    # character sets
    "line drawing": (12, 3, ["\x1b(0lqqk\x1b(Bq\r\n\x1b(0x  x\r\nmqqj"]),
    "line drawing by SO and SI": (12, 2, ["\x1b)0q\x0eqx\x0fq\x0e\x1b)Bq"]),
    "line drawing is saved and restored": (12, 2, ["\x1b(0\x1b7\x1b(Bq\x1b8q"]),
    # tab stops
    "back to tab stops": (30, 2, ["0123456789012345678901234\x1b[Za\x1b[2Zb\x1b[9Zc"]),
    "tab stops set and cleared": (30, 3, ["\x1b[3g\x1b[1;5H\x1bH\x1b[1;12H\x1bH\ra\tb\tc\td\r\n\x1b[1;5H\x1b[g\x1b[2;1Ha\tb"]),
    "tabs at the last column": (10, 2, ["\t\t\tx\ty"]),
    # insert mode, wrapping
    "insert mode": (10, 2, ["abcdef\x1b[3G\x1b[4hXY\x1b[4lZ"]),
    "insert mode at the margin": (6, 2, ["abcdef\x1b[1;5H\x1b[4hXYZ"]),
    "no wrapping": (6, 2, ["\x1b[?7labcdefgh\x1b[?7hij"]),
    "the cursor waits behind the last column": (6, 3, ["abcdef\x1b[31mg\x1b[1;6Hx\x1b[Ky"]),
    "backspace from behind the last column": (6, 2, ["abcdef\bx"]),
    "backspace into the line before": (4, 3, ["abcdef\b\b\bx"]),
    "carriage return and tab behind the last column": (6, 2, ["abcdef\tg\rh"]),
    # margins and origin
    "origin mode": (10, 6, ["\x1b[2;4r\x1b[?6hA\x1b[3;3HB\x1b[9;9HC\x1b[?6lD"]),
    "lines by number within margins": (10, 6, ["\x1b[2;4r\x1b[?6h\x1b[2dx\x1b[9dy"]),
    "moves stop at margins": (10, 6, ["\x1b[2;4r\x1b[3;1H\x1b[9Aa\x1b[9Bb\x1b[6;1H\x1b[9Ac\x1b[1;5H\x1b[9Bd"]),
    "lines scroll within margins": (10, 5, [f"{FULL}\r\ndddd\r\neeee\x1b[2;4r\x1b[4;1H\n\nx"]),
    "reverse index at the top margin": (10, 5, [f"{FULL}\r\ndddd\x1b[2;3r\x1b[2;1H\x1bM\x1bMx"]),
    "up and down": (10, 4, [f"{FULL}\x1b[2S\x1b[T"]),
    "insert and delete lines": (10, 4, [f"{FULL}\x1b[2;2H\x1b[Lx\x1b[2My"]),
    "next line, index, reverse index": (10, 4, ["ab\x1bDc\x1bEd\x1bMe"]),
    # erasing
    "erase in line": (10, 4, ["abcdefgh\x1b[4G\x1b[K\r\nabcdefgh\x1b[4G\x1b[1K\r\nabcdefgh\x1b[4G\x1b[2Kx"]),
    "erase below": (10, 3, [f"{FULL}\x1b[2;3H\x1b[J"]),
    "erase above": (10, 3, [f"{FULL}\x1b[2;3H\x1b[1J"]),
    "erase all": (10, 3, [f"{FULL}\x1b[2;3H\x1b[2Jx"]),
    "erase with a ground": (10, 3, ["abcdefgh\x1b[44m\x1b[3G\x1b[2X\x1b[6G\x1b[Px"]),
    "insert, delete, erase characters": (10, 3, ["abcdef\x1b[3G\x1b[2@\r\nabcdef\x1b[3G\x1b[2P\r\nabcdef\x1b[3G\x1b[2X"]),
    "alignment test": (6, 3, ["ab\x1b[2;3r\x1b#8x"]),
    "repeat": (12, 2, ["a\x1b[3bb\x1b[31m\x1b[2bc\x1b[99b"]),
    "reset": (10, 3, ["\x1b[31;1m\x1b(0ab\x1b[2;3r\x1bcqx"]),
    # saving, other screens
    "save and restore": (10, 3, ["ab\x1b[31m\x1b7\x1b[3;3H\x1b[mc\x1b8d"]),
    "save and restore the other way": (10, 3, ["ab\x1b[s\x1b[3;3Hc\x1b[ud"]),
    "screen 1049": (10, 3, [f"{FULL}\x1b[?1049hx\x1b[Hy\x1b[?1049lz"]),
    "screen 47": (10, 3, [f"{FULL}\x1b[?47hx\x1b[Hy\x1b[?47lz"]),
    "screen 1047": (10, 3, [f"{FULL}\x1b[?1047hx\x1b[Hy\x1b[?1047lz"]),
    "two ways in": (10, 3, [f"{FULL}\x1b[?1049h\x1b[?47hx\x1b[?1049lz\x1b[?1049lw"]),
    "hidden cursor": (10, 2, ["ab\x1b[?25l"]),
    # widths
    "full-width characters at the margin": (5, 3, ["abcd日本e"]),
    "full-width characters overwritten": (8, 3, ["日本\x1b[3Gx\r\n日本\x1b[Gab"]),
    "combining marks": (8, 2, ["e\u0301a\u0308日\u0301x"]),
    "combining mark behind the last column": (4, 2, ["abce\u0301x"]),
}  # fmt: skip
