import io

from optsim.console.progress import Progress


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_nothing_is_shown_within_the_first_second():
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock)
    clock.now = 0.9
    progress.show("step", 5, 10)
    progress.clear()
    assert stream.getvalue() == ""


def test_a_line_is_written_over_and_taken_away():
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock)
    clock.now = 1.0
    progress.show("step", 5000, 10_000)
    first = stream.getvalue()
    assert first == "\rstep ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 5,000 of 10,000"
    clock.now = 1.05
    progress.show("step", 6000, 10_000)
    assert stream.getvalue() == first
    clock.now = 1.2
    progress.show("characters", 12)
    progress.clear()
    second, blank, end = stream.getvalue()[len(first) :].removeprefix("\r").split("\r")
    assert second == "characters written 12".ljust(len(first) - 1)
    assert blank == " " * len("characters written 12")
    assert end == ""


def test_without_a_stream_nothing_happens():
    clock = Clock()
    progress = Progress(None, clock)
    clock.now = 5.0
    progress.show("step", 1, 2)
    progress.clear()


def test_a_terminal_that_is_gone_stops_no_work():
    class Gone(io.StringIO):
        def write(self, _):
            raise OSError(5, "Input/output error")

    clock = Clock()
    progress = Progress(Gone(), clock)
    clock.now = 5.0
    progress.show("step", 1, 2)
    progress.clear()
