"""The picker: all scenarios on the left, what the chosen one shows on the right."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Markdown, OptionList, Static
from textual.widgets.option_list import Option

from optsim.languages import Language
from optsim.playback.presentation import description
from optsim.scenario import Scenario, ScenarioError, load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.data.findings import data_facts
from optsim.system.limits import LARGEST_SCENARIO, MOST_LISTED
from optsim.system.printable import printable_line
from optsim.system.regular_file import read_regular
from optsim.tui.colours.palette import mark
from optsim.tui.language import language_of, worded_bindings
from optsim.tui.messages import Picked
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH, too_small
from optsim.tui.terminal.encodable import encodable_text
from optsim.words.scenario_lines import budget_text, data_line, description_text, lane_line


class ScenarioList(OptionList):
    """The list; its keys are shown in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "key.open"),
        Binding("down", "cursor_down", "key.next", key_display="↓"),
        Binding("up", "cursor_up", "key.previous", key_display="↑"),
    ]

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)

    def action_page_down(self) -> None:
        """A page on; in a window too small for a line there is no page, and Textual would divide by it."""
        if self.scrollable_content_region.height > 0:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """A page back."""
        if self.scrollable_content_region.height > 0:
            super().action_page_up()  # type: ignore[no-untyped-call]


class PickerScreen(Screen[None]):
    """Choose a scenario; enter opens it."""

    CSS = """
    PickerScreen {
        layers: below above; overflow: hidden;
        Static, Horizontal, Footer { layer: below; }
        #head { height: 1; background: $panel; color: $foreground; padding: 0 1; text-style: bold; }
        OptionList { width: 30; height: 1fr; border: round $primary; background: $background; }
        #preview { width: 1fr; height: 1fr; border: round $panel; scrollbar-size-vertical: 1; }
        #preview:focus { border: round $primary; }
        Markdown { background: $background; padding: 0 1; }
        #tiny {
            layer: above; display: none; width: 100%; height: 100%; background: $background;
            content-align: center middle; text-align: center;
        }
        &.tiny #tiny { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "key.scroll", show=True),
        Binding("escape", "back", "key.back", show=True),
        Binding("q", "app.quit", "key.quit", show=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._chosen: Scenario | None = None
        self._problem = ""

    def compose(self) -> ComposeResult:
        """List, preview and keys."""
        text = self._language.text
        yield Static(text("picker.head"), id="head", markup=False)
        with Horizontal():
            listed = ScenarioList(*(Option(name, id=name) for name in (*SCENARIOS.own(), *_here())), markup=False)
            listed.border_title = text("picker.scenarios")
            yield listed
            with VerticalScroll(id="preview") as preview:
                preview.border_title = text("picker.preview")
                yield Markdown(open_links=False)
        yield Footer()
        # it lies over the list, which so keeps the keys
        yield Static(too_small(self._language), id="tiny", markup=False)

    @property
    def _language(self) -> Language:
        return language_of(self.app)

    def on_mount(self) -> None:
        """Look for the scenarios of other packages when the list is seen."""
        worded_bindings(self)
        self.call_after_refresh(self._list_offered)

    def _list_offered(self) -> None:
        """Add the scenarios of other packages, and tell what cannot be used."""
        own = SCENARIOS.own()
        self.query_one(ScenarioList).add_options(Option(name, id=name) for name in SCENARIOS if name not in own)
        for problem in SCENARIOS.problems:
            self.notify(printable_line(problem), severity="warning", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """In a tiny window there is only a sentence."""
        self.set_class(event.size.width < TINY_WIDTH or event.size.height < TINY_HEIGHT, "tiny")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a way back only where a race lies under the picker."""
        return action != "back" or len(self.app.screen_stack) > 2

    @on(OptionList.OptionHighlighted)
    async def _preview(self, event: OptionList.OptionHighlighted) -> None:
        name = event.option_id or ""
        self._chosen = None
        try:
            scenario = load(name)
            text = _described(scenario, self._language)
        except ScenarioError as error:
            text = self._cannot_be_used(error.source, map(str, error.problems))
        except (ValueError, OverflowError, MemoryError, RecursionError, OSError) as error:
            text = self._cannot_be_used(name, [str(error) or self._language.text("open.no_memory")])
        else:
            self._chosen = scenario
        await self.query_one(Markdown).update(encodable_text(self.app, text))
        self.query_one("#preview").scroll_home(animate=False)

    def _cannot_be_used(self, name: str, faults: Iterable[str]) -> str:
        """Keep the first fault for who wants to open the file all the same; returns all of them as Markdown."""
        messages = list(faults)
        self._problem = messages[0]
        listed = "\n".join(f"- {_escaped(fault)}" for fault in messages)
        return f"# {_escaped(self._language.text('open.refused'))}\n\n{_escaped(name)}\n\n{listed}"

    @on(OptionList.OptionSelected)
    def _picked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Race the chosen scenario."""
        if self._chosen is None:
            self.notify(self._problem, title=self._language.text("open.refused"), severity="error", markup=False)
        else:
            self.post_message(Picked(self._chosen))

    def action_back(self) -> None:
        """Back to the race."""
        self.app.pop_screen()


def _here() -> list[str]:
    """Scenario files of the folder that optsim was started in, of very many the first."""
    try:
        files = sorted(Path().glob("*.toml"))
    except OSError:
        return []
    scenarios = (f"./{path.name}" for path in files if _is_scenario(path))
    return list(itertools.islice(scenarios, MOST_LISTED))


def _is_scenario(path: Path) -> bool:
    try:
        return b"[objective]" in read_regular(path, LARGEST_SCENARIO)
    except (OSError, ValueError):
        return False


def _described(scenario: Scenario, language: Language) -> str:
    """Title, formula, lanes and description as Markdown."""
    text = language.text
    lanes = "\n".join(
        f"- {mark(place)} **{_escaped(lane.name)}** {_escaped(lane_line(language, lane))}"
        for place, lane in enumerate(scenario.lanes.values())
    )
    budget = text("picker.budget", budget=budget_text(language, scenario), seed=scenario.seed)
    facts = "\n".join(f"- {_escaped(': '.join(data_line(language, fact)))}" for fact in data_facts(scenario))
    data = f"\n\n## {_escaped(text('picker.data'))}\n\n{facts}" if facts else ""
    return (
        f"# {_escaped(' '.join((scenario.title or scenario.name).split()))}\n\n`{scenario.objective.formula}`\n\n"
        f"{description_text(language, description(scenario))}\n\n## {_escaped(text('picker.lanes'))}\n\n{lanes}\n\n{budget}{data}"
    )


def _escaped(text: str) -> str:
    """A text without any meaning in Markdown."""
    return re.sub(r"([\\`*_{}\[\]()<>#+.!|~&-])", r"\\\1", text)
