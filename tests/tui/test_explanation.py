"""The explain panel: one update, two side by side, the steps of training, and the line that says why."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import MouseScrollDown

from optsim.engine.trace.keys import EFFECTIVE_RATE
from optsim.engine.trace.trace import Line
from optsim.engine.trace.update import merged_keys
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width
from optsim.scenario import Scenario
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.explain.explain_view import ExplainView, _place
from optsim.tui.panels.explain.formulas import formula_rows
from optsim.tui.panels.explain.update_lines import rows_of, symbol_of
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.lane_table import LaneTable
from optsim.words.trace_titles import update_titles
from tests.tui.support import example, in_loop, opened, panel, press, region_lines, scenario, text, to_end

SIZES = [(160, 45), (120, 36), (80, 24)]


def rows(pilot):
    return [line.rstrip() for line in region_lines(pilot, ExplainView)]


async def all_rows(pilot):
    """The rows that are seen on the way down."""
    seen = rows(pilot)
    for _ in range(8):
        await press(pilot, "pagedown")
        seen += rows(pilot)
    return seen


def numbers(terms, part):
    return next((term.value for term in terms if term.key == part), None)


async def compare(pilot, pinned, selected):
    """Pin one lane and select another, by their places."""
    await press(pilot, "shift+right", *["down"] * pinned, "k", *["down"] * ((selected - pinned) % 7))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("pinned", "selected"), [(5, 6), (0, 3), (2, 3), (6, 4)])
@in_loop
async def test_two_updates_stand_in_the_same_rows_with_their_own_numbers(size, pinned, selected):
    async with opened(scenario(7), size) as pilot:
        await compare(pilot, pinned, selected)
        view, shown = panel(pilot, ExplainView).view, rows(pilot)
        await press(pilot, "pagedown")
        shown += rows(pilot)
        parts = merged_keys(view.terms, view.pinned_terms)
        middle = panel(pilot, ExplainView).size.width // 2
        for number, terms in enumerate((view.terms, view.pinned_terms)):
            side = " ".join(row[middle + 1 :] if number else row[:middle] for row in shown)
            for part in parts:
                value = numbers(terms, part)
                if value is not None and part != EFFECTIVE_RATE:
                    assert any(compact(value[0], digits) in side for digits in (3, 4)), (part, side)
                    assert any(compact(value[1], digits) in side for digits in (3, 4)), (part, side)
        sides = [{term.key for term in terms} for terms in (view.terms, view.pinned_terms)]
        lacking = [part for part in parts if not all(part in side for side in sides)]
        assert "\n".join(shown).count(" –") >= len(lacking)


@in_loop
async def test_equal_numbers_are_marked_and_others_are_not():
    async with opened(scenario(7), (160, 45)) as pilot:
        await press(pilot, "k", "down")
        # at the start both stand at the same point, but only one sees the noise
        shown = rows(pilot)
        middle = panel(pilot, ExplainView).size.width // 2
        marks = [char for row in shown[1:] for char in row[middle - 3 : middle + 3] if char in "=┆"]
        assert marks[:3] == ["=", "┆", "┆"]


@in_loop
async def test_the_comparison_takes_room_from_the_chart_and_gives_it_back():
    async with opened(scenario(7), (160, 45)) as pilot:
        await press(pilot, "4")
        before = panel(pilot, ChartView).size.width
        await press(pilot, "k")
        assert panel(pilot, ChartView).size.width == before
        await press(pilot, "down")
        assert panel(pilot, ChartView).size.width < before
        await press(pilot, "2")
        assert panel(pilot, ChartView).size.width < before
        await press(pilot, "up", "k")
        assert panel(pilot, ChartView).size.width == before


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
@in_loop
async def test_no_number_is_cut_where_two_are_compared(size):
    async with opened(scenario(7), size) as pilot:
        await compare(pilot, 5, 6)
        shown = panel(pilot, ExplainView)
        long = [
            tuple(term._replace(value=np.full(2, -1.058e-10 * factor)) for term in terms)
            for factor, terms in ((1, shown.view.terms), (2, shown.view.pinned_terms))
        ]
        grid = shown.draw(shown.view._replace(terms=long[0], pinned_terms=long[1]), *shown.size)
        for row in ["".join(chars) for chars in grid.chars.tolist()][2:]:
            for word in row.split():
                assert "…" not in word or "e−10" not in word, row
            if "g = ∇L" in row:
                assert row.split()[-1] in {"−2.116e−10", "−2.12e−10"}


@in_loop
async def test_a_pinned_lane_that_has_ended_says_so():
    async with opened(example("learning-rates"), (160, 45)) as pilot:
        await press(pilot, "down", "down", "down", "k", "up")
        await to_end(pilot)
        end = pilot.app.screen.player.race.runs["diverging"].last_step
        assert f"not taken: ended at step {end}" in rows(pilot)[0]


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_rates_of_many_parameters_are_told_from_the_least_to_the_largest(size):
    objective = {"kind": "quadratic", "spectrum": "inverse", "dim": 20, "start": "normal"}
    async with opened(scenario(7, objective=objective), size) as pilot:
        await press(pilot, "4", "up", "right", "right")
        view = panel(pilot, ExplainView).view
        rates = numbers(view.terms, EFFECTIVE_RATE)
        row = next(row for row in await all_rows(pilot) if row.startswith(" −Δθ/g"))
        assert f"{compact(np.nanmin(rates))} … {compact(np.nanmax(rates))} " in row + " "
        assert any("rate that it comes to" in row for row in await all_rows(pilot))


@pytest.mark.parametrize("dim", [1, 2, 3])
@in_loop
async def test_rates_of_few_parameters_are_told_one_by_one(dim):
    objective = {"kind": "quadratic", "eigenvalues": [1.0, 0.5, 0.1][:dim], "start": [1.0, 2.0, 3.0][:dim]}
    async with opened(scenario(7, objective=objective), (160, 45)) as pilot:
        await press(pilot, "4", "up", "right", "right")
        rates = numbers(panel(pilot, ExplainView).view.terms, EFFECTIVE_RATE)
        row = next(row for row in await all_rows(pilot) if row.startswith(" −Δθ/g"))
        shown = [word for word in row.split() if word[-1].isdigit()]
        assert shown in [[compact(rate, digits) for rate in rates][: len(shown)] for digits in (3, 4)]
        assert len(shown) >= min(dim, 2)


def stages(lines):
    return [line[1] for line in lines if line[1:2].isdigit()]


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_the_eight_steps_of_training_can_all_be_read(size):
    async with opened(example("regression"), size) as pilot:
        await press(pilot, "4", "up", "right")
        seen = stages(rows(pilot))
        for _ in range(8):
            await press(pilot, "pagedown")
            seen += stages(rows(pilot))
        assert set(seen) >= set("12345678")
        assert "validation loss, not watched yet" in " ".join(" ".join(rows(pilot)[-3:]).split())
        await press(pilot, "shift+right")
        assert "validation loss at ep" in " ".join(rows(pilot)[-2:])
        assert "▾" not in "".join(rows(pilot))
        for _ in range(8):
            await press(pilot, "pageup")
        assert rows(pilot)[1].split()[0] == "θ"


@in_loop
async def test_the_steps_are_named_where_there_is_room():
    async with opened(example("regression"), (160, 45)) as pilot:
        await press(pilot, "4", "up", "right", "F")
        for word in ("2 input", "3 hidden layers", "6 back-propagation", "8 best model"):
            assert word in text(pilot)
    async with opened(scenario(), (160, 45)) as pilot:
        await press(pilot, "4", "right")
        assert "steps of training" not in text(pilot)


@in_loop
async def test_the_wheel_scrolls_the_explanation():
    async with opened(example("regression"), (80, 24)) as pilot:
        await press(pilot, "4", "up", "right")
        shown = panel(pilot, ExplainView)
        before = rows(pilot)
        assert before[-1].endswith("▾")
        await pilot._post_mouse_events([MouseScrollDown], shown, offset=(5, 5))
        await press(pilot)
        assert rows(pilot)[1].rstrip("▴ ") == before[4].rstrip()
        assert rows(pilot)[1].endswith("▴")


@in_loop
async def test_the_line_under_the_lanes_says_why_and_then_the_formula_where_there_is_room():
    async with opened(example("learning-rates"), (160, 45)) as pilot:
        await press(pilot, "up")
        line = region_lines(pilot, LaneTable)[-2]
        assert (
            "diverging  α·λmax = 2.2 is above 2: at this rate it diverges, in the long run ×1.2 a step   θ ← θ − α∇L(θ)"
            in line
        )
        await to_end(pilot)
        assert "it diverges" not in text(pilot)
        assert pilot.app.screen.player.race.runs["diverging"].reason in region_lines(pilot, LaneTable)[-2]


@in_loop
async def test_a_lane_that_is_gone_is_no_longer_pinned():
    async with opened(scenario(), (160, 45)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RaceScreen)
        await press(pilot, "k")
        await press(pilot, "d")
        assert screen.look.pinned is None


def plain(text):
    """A text without blanks and marks of scrolling: rows may be broken anywhere."""
    return "".join(text.split())


def drawn(pilot, width, **changes):
    """The panel in so many cells, with room for all of its rows."""
    view = panel(pilot, ExplainView).view._replace(**changes)
    return [row.rstrip() for row in ExplainView().draw(view, width, 200).text().splitlines()]


@pytest.mark.parametrize("width", [28, 36, 43, 59, 80, 120])
@in_loop
async def test_every_line_has_its_words_and_nothing_of_it_is_cut(width):
    lanes = {name: {"optimizer": name} for name in ("adam", "nag", "adagrad", "dog", "schedule_free_adamw", "radam")}
    bowl = {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "start": [2.0, -2.0]}
    race = {"objective": bowl, "budget": {"steps": 9}, "lanes": lanes}
    async with opened(Scenario.from_dict(race), (160, 45)) as pilot:
        await press(pilot, "4", "right", "right")
        for name in lanes:
            view = panel(pilot, ExplainView).view
            assert view.selected.name == name
            # the sentence that says why stands here where there is no table
            shown = drawn(pilot, width, look=replace(view.look, full=True))
            place = _place(view, update_titles(view.language, view.terms, name), width, 2)
            for term, word in zip(view.terms, update_titles(view.language, view.terms, name), strict=True):
                rows = rows_of(term, word, view.language, place)
                assert plain(word) in plain(" ".join((*rows.formula, *rows.words)))
                assert plain(symbol_of(term)) in plain("".join(rows.formula))
                for part in (*rows.formula, *rows.words):
                    assert any(part.strip() in row for row in shown), (part, shown)
            assert plain(view.sentence) in plain("".join(shown))
            assert "…" not in "".join(shown[1:])
            await press(pilot, "down")


@in_loop
async def test_the_lines_of_an_update_have_the_numbers_of_the_steps_of_training_on_a_network_alone():
    async with opened(example("regression"), (160, 45)) as pilot:
        await press(pilot, "4", "up", "right")
        shown = drawn(pilot, 100)
        assert shown[2].split()[:4] == ["θ", "where", "it", "stands"]
        assert [row[:12] for row in shown if row[1:2] in "67"][:2] == [" 6 g = ∇L(θ)", " 7 m ← 0.9·m"]
        assert plain("7 weight update") in plain("".join(shown))
    async with opened(scenario(), (160, 45)) as pilot:
        await press(pilot, "4", "right")
        assert not any(row[1:2].isdigit() for row in drawn(pilot, 100)[2:])


@in_loop
async def test_an_optimizer_without_words_has_those_of_its_keys():
    async with opened(scenario(), (160, 45)) as pilot:
        await press(pilot, "4", "right")
        terms = panel(pilot, ExplainView).view.terms
        own = Line("my_own_line", "q = a very long formula + " + "·".join("abcdefgh"), terms[0].value)
        shown = drawn(pilot, 50, terms=(*terms[:2], own, *terms[2:]))
        assert plain("my own line") in plain(" ".join(shown))


@given(
    st.sampled_from(["m ← 0.9·m + 0.1·g", "κ = [u·g > 0]·n/(Σ[u·g > 0] + 1)", "Δθ = −1e−3·m̂/(√v̂ + 1e−8)", "θ"])
    | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), max_size=40),
    st.integers(3, 60),
)
def test_a_formula_in_rows_is_whole_and_fits(formula, cells):
    rows = formula_rows(formula, cells)
    assert plain("".join(rows)) == plain(formula)
    assert max(map(cell_width, rows)) <= max(cells, 2)


def test_a_formula_is_broken_at_sums_first_then_at_factors():
    assert formula_rows("m ← 0.9·m + 0.1·g", 16) == ("m ← 0.9·m", "  + 0.1·g")
    assert formula_rows("Δθ = −0.05·m̂/(√v̂ + 1e−8)", 20) == ("Δθ = −0.05·m̂", "  /(√v̂ + 1e−8)")
    assert formula_rows("Δθ = −0.05·m̂/(√v̂ + 1e−8)", 12) == ("Δθ = −0.05·m̂", "  /(√v̂", "  + 1e−8)")
