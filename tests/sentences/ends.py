"""What must be so of the sentences about ends, about what happened, and about what theory foretells."""

from __future__ import annotations

import math

import numpy as np

from tests.sentences.numbers import says, value
from tests.sentences.referee import N, kind, named_places, wrong

# ends


@kind(r"(?:all|the) (\d+) steps? (?:are|is) done")
def out_of_steps(case, steps):
    return wrong(case.step == int(steps) == case.table_steps, f"it is at {case.step}")


@kind(rf"loss {N} is at most {N} at step (\d+)")
def at_target(case, loss, target, step):
    exact = case.function.loss(case.lane.points[int(step)])
    bound = case.lane.table["budget"]["target_loss"]
    fits = says(loss, exact, 1e-6, digits=6) or abs(exact - value(loss)) < 1e-9 * abs(bound)
    return wrong(fits and value(loss) <= value(target) and says(target, bound, digits=6), f"it is {exact}, {bound}")


SEEN = rf"loss is {N} at step (\d+)(?:, above its start since step (\d+))?(?:, in (\d+) of (\d+) directions: λ > {N})?"


@kind(rf"(?:(.+): )?{SEEN}(?:: (.+))?")
def diverged(case, *stated):
    cause, loss, step, since, among, of, above, then = stated
    losses = case.lane.losses
    if int(step) != case.lane.last or not says(loss, float(losses[-1]), 1e-6):
        return f"it is {losses[-1]} at step {case.lane.last}"
    if since is not None:
        since_step = int(since)
        if losses[since_step - 1] > losses[0] or (losses[since_step:] <= losses[0]).any():
            return f"not since then: {losses}"
    if among is not None:
        bound, rate = case.lane.limit(int(step)), case.lane.settings(int(step))["learning_rate"]
        count = int(np.sum(rate * case.function.curvatures > bound))
        if (count, len(case.point)) != (int(among), int(of)) or not says(above, bound / rate):
            return f"in {count} of {len(case.point)}"
    stated = cause or then
    if not stated:
        return "without a cause"
    return _cause(case, stated, int(step))


def _cause(case, text, step):
    """What is wrong with a cause; one of no known kind is."""
    import re  # noqa: PLC0415 for one pattern each

    for pattern, check in CAUSES:
        match = re.fullmatch(pattern, text)
        if match:
            return check(case, step, *match.groups())
    return f"a cause of no known kind: {text}"


def _limit_exceeded(case, step, equals, product, limit, at):
    when = step if at is None else int(at)
    rate, bound = case.lane.settings(when)["learning_rate"], case.lane.limit(when)
    if at is None:
        largest = float(np.max(case.function.curvatures))
    else:
        largest = float(np.linalg.eigvalsh(case.function.hessian(case.lane.points[when]))[-1])
    exact = rate * largest
    fits = says(product, exact, 1e-3, digits=4) if equals == "=" else value(product) <= exact * 1.01
    return wrong(
        fits and says(limit, bound, digits=4) and value(product) > value(limit), f"it is {exact}, limit {bound}"
    )


def _grew(case, _step, _length, length, at, before, after):
    losses, points = case.lane.losses, case.lane.points
    at = int(at)
    update = float(np.linalg.norm(points[at + 1] - points[at]))
    fits = says(before, float(losses[at]), 1e-5) and says(after, float(losses[at + 1]), 1e-5)
    return wrong(fits and (not math.isfinite(update) or says(length, update, 1e-5)), f"{update}: {losses[at : at + 2]}")


def _overflows(case, step, how, largest, _after, _length):
    exact = float(np.abs(case.lane.points[step]).max())
    loss = float(case.lane.losses[-1])
    return wrong(says(largest, exact) and math.isnan(loss) == (how == "is no number"), f"loss {loss} at {exact}")


def _nought(case, step, names):
    update = case.lane.update(step - 1)
    where = {place for place in range(len(case.point)) if update.second[place] == 0 and update.direction[place] == 0}
    named = named_places(names, len(case.point))
    no_epsilon = case.lane.settings(step - 1)["epsilon"] == 0
    return wrong(named and named <= where and no_epsilon and all(np.isnan(update.step[list(named)])), f"0/0 in {where}")


def _by_nought(case, step, names, _size):
    update = case.lane.update(step - 1)
    named = named_places(names, len(case.point))
    fits = all(update.second[place] == 0 and update.direction[place] != 0 for place in named)
    return wrong(named and fits and case.lane.settings(step - 1)["epsilon"] == 0, f"squares {update.second}")


def _step_fails(case, step, names, *_):
    after = case.lane.points[step]
    return wrong(
        all(not np.isfinite(after[place]) for place in named_places(names, len(case.point))), f"it is at {after}"
    )


def _carried_beyond(case, step, length, names):
    update = case.lane.update(step - 1)
    return _step_fails(case, step, names) or wrong(says(length, float(np.abs(update.step).max())), f"{update.step}")


def _fallen(case, step, fell, curvature):
    exact = float(case.lane.losses[0] - case.lane.losses[-1])
    bends = np.linalg.eigvalsh(case.function.hessian(case.lane.points[step]))
    lowest = curvature is None or says(curvature, float(bends[0]), 1e-3)
    return wrong(lowest and (fell is None or says(fell, exact, 1e-6)), f"fell by {exact}, curvatures {bends}")


CAUSES = (
    (rf"α·λmax (=|≥) {N} is above {N}(?: at step (\d+))?", _limit_exceeded),
    (rf"(‖Δθ‖|max \|Δθ\|) = {N} at step (\d+) takes the loss from {N} to {N}", _grew),
    (
        rf"the loss (overflows|is no number) where the largest parameter is {N} in size(?:, after (‖Δθ‖|max \|Δθ\|) = {N})?",
        _overflows,
    ),
    (r"0/0 in (.+): no gradient there, and ε = 0", _nought),
    (rf"g/0 in (.+): the square of {N} is 0 in floating point, and ε = 0", _by_nought),
    (rf"the step overflows in (.+): \|g\| = {N}", _step_fails),
    (rf"the sum of its gradients overflows in (.+): \|g\| = {N}", _step_fails),
    (r"its gradient is (?:no number|∞) in (.+)", _step_fails),
    (r"its average of squares is no number in (.+): it was ∞ and is multiplied by 0", _step_fails),
    (rf"the step of {N} carries (.+) beyond the largest number", _carried_beyond),
    (rf"it has fallen by {N}(?:, lowest curvature there {N})?", _fallen),
    (
        rf"()beyond all numbers(?:, lowest curvature there {N})?",
        lambda case, step, _, curvature: _fallen(case, step, None, curvature),
    ),
)

# what happened


@kind(rf"overtakes (.+): loss {N} against {N} at step (\d+)")
def overtakes(case, other, loss, against, step):
    place = list(case.lane.table["lanes"]).index(other)
    history = case.race.history.loss
    ended = case.race.ends.get(place)
    there = int(step) if ended is None else min(int(step), ended.step)
    mine_end = case.race.ends.get(case.place)
    mine = int(step) if mine_end is None else min(int(step), mine_end.step)
    own, theirs = float(history[mine, case.place]), float(history[there, place])
    diverged = against == "inf"
    return wrong(
        says(loss, own) and (diverged or says(against, theirs)) and (diverged or own < theirs),
        f"{own} against {theirs}",
    )


@kind(r"(?:[\wα-ω₀-₉]+ \S+ → \S+(?:, )?)+|the state is not converted: so far .+|from here on .+|θ is .+|v is .+")
def edited(case, *_):
    return wrong(any(each["step"] == case.step for each in case.lane.edits), f"there are edits {case.lane.edits}")


@kind(rf"α {N} → {N}")
def edited_rate(case, before, after):
    rates = [case.lane.settings(step)["learning_rate"] / case.lane.factor(step) for step in (case.step - 1, case.step)]
    return wrong(says(before, rates[0], digits=4) and says(after, rates[1], digits=4), f"they are {rates}")


@kind(r"convention (\w+) → (\w+)")
def edited_convention(case, before, after):
    spellings = [case.lane.settings(step)["convention"] for step in (case.step - 1, case.step)]
    return wrong([before, after] == spellings, f"they are {spellings}")


# the last caption of a demo


@kind(rf"Step (\d+): (?:(.+) leads with|(\d+) lanes are level, within 1 % of) a loss of {N}\.")
def leads(case, step, leader, level, loss):
    finals = _finals(case)
    best = min(finals.values())
    near = [name for name, each in finals.items() if abs(each - best) <= 0.0100001 * abs(best)]
    if not says(loss, best) or int(step) != case.race.head:
        return f"the lowest loss is {best}"
    return wrong(near == [leader] if leader else len(near) == int(level), f"level are {near}")


@kind(rf"Step (\d+): (.+) (?:leads with|lanes are level, within 1 % of) a loss of {N}")
def leads_and_others(case, step, _leader, loss):
    best = min(_finals(case).values())
    return wrong(says(loss, best) and int(step) == case.race.head, f"the lowest loss is {best}")


@kind(r"Step (\d+): (?:(.+) was|(\d+) lanes were) the first at the target, at step (\d+)\.?")
def first_at_target(case, _step, name, several, at):
    target = case.lane.table["budget"]["target_loss"]
    reached = {}
    for place, lane in enumerate(case.lane.table["lanes"]):
        losses = case.race.history.loss[:, place]
        there = np.flatnonzero(losses <= target)
        if len(there):
            reached[lane] = int(there[0])
    first = [lane for lane, step in reached.items() if step == min(reached.values())]
    fits = first == [name] if name else len(first) == int(several)
    return wrong(fits and min(reached.values()) == int(at), f"they reached it at {reached}")


@kind(r"Step (\d+): every lane has diverged\.")
def all_diverged(case, _step):
    return wrong(not _finals(case), f"there are {_finals(case)}")


@kind(r"(?!Step)(.+) diverged\.")
def who_diverged(case, names):
    lost = [name for name in case.lane.table["lanes"] if name not in _finals(case)]
    return wrong(sorted(names.split(", ")) == lost, f"{lost} did")


def _finals(case):
    """The last loss of each lane that has not gone beyond 10¹² times its start, at least 1."""
    finals = {}
    for place, name in enumerate(case.lane.table["lanes"]):
        end = case.race.ends.get(place)
        losses = case.race.history.loss[: 1 + (case.race.head if end is None else end.step), place]
        if abs(losses[-1]) <= 1e12 * max(1.0, abs(losses[0])):
            finals[name] = float(losses[-1])
    return finals
