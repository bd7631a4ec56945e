"""What must be so of the sentences about ends, about what happened, and about what theory foretells."""

from __future__ import annotations

import math

import numpy as np

from tests.sentences.numbers import says, value
from tests.sentences.referee import N, kind, named_places, wrong

# ends


@kind(r"(?:all|the) (\d+) steps? (?:are|is) done")
def out_of_steps(seen, steps):
    return wrong(seen.step == int(steps) == seen.table_steps, f"it is at {seen.step}")


@kind(rf"loss {N} is at most {N} at step (\d+)")
def at_target(seen, loss, target, step):
    exact = seen.function.loss(seen.lane.points[int(step)])
    bound = seen.lane.table["budget"]["target_loss"]
    fits = says(loss, exact, 1e-6, digits=6) or abs(exact - value(loss)) < 1e-9 * abs(bound)
    return wrong(fits and value(loss) <= value(target) and says(target, bound, digits=6), f"it is {exact}, {bound}")


SEEN = rf"loss is {N} at step (\d+)(?:, above its start since step (\d+))?(?:, in (\d+) of (\d+) directions: λ > {N})?"


@kind(rf"(?:(.+): )?{SEEN}(?:: (.+))?")
def diverged(seen, *told):
    cause, loss, step, since, among, of, above, then = told
    losses = seen.lane.losses
    if int(step) != seen.lane.last or not says(loss, float(losses[-1]), 1e-6):
        return f"it is {losses[-1]} at step {seen.lane.last}"
    if since is not None:
        begun = int(since)
        if losses[begun - 1] > losses[0] or (losses[begun:] <= losses[0]).any():
            return f"not since then: {losses}"
    if among is not None:
        bound, rate = seen.lane.limit(int(step)), seen.lane.settings(int(step))["learning_rate"]
        count = int(np.sum(rate * seen.function.curvatures > bound))
        if (count, len(seen.point)) != (int(among), int(of)) or not says(above, bound / rate):
            return f"in {count} of {len(seen.point)}"
    told = cause or then
    if not told:
        return "without a cause"
    return _cause(seen, told, int(step))


def _cause(seen, text, step):
    """What is wrong with a cause; one of no known kind is."""
    import re  # noqa: PLC0415 for one pattern each

    for pattern, check in CAUSES:
        found = re.fullmatch(pattern, text)
        if found:
            return check(seen, step, *found.groups())
    return f"a cause of no known kind: {text}"


def _limit_exceeded(seen, step, equals, product, limit, at):
    when = step if at is None else int(at)
    rate, bound = seen.lane.settings(when)["learning_rate"], seen.lane.limit(when)
    if at is None:
        largest = float(np.max(seen.function.curvatures))
    else:
        largest = float(np.linalg.eigvalsh(seen.function.hessian(seen.lane.points[when]))[-1])
    exact = rate * largest
    fits = says(product, exact, 1e-3, digits=4) if equals == "=" else value(product) <= exact * 1.01
    return wrong(
        fits and says(limit, bound, digits=4) and value(product) > value(limit), f"it is {exact}, limit {bound}"
    )


def _grew(seen, _step, _length, length, at, before, after):
    losses, points = seen.lane.losses, seen.lane.points
    at = int(at)
    moved = float(np.linalg.norm(points[at + 1] - points[at]))
    fits = says(before, float(losses[at]), 1e-5) and says(after, float(losses[at + 1]), 1e-5)
    return wrong(fits and (not math.isfinite(moved) or says(length, moved, 1e-5)), f"{moved}: {losses[at : at + 2]}")


def _overflows(seen, step, how, largest, _after, _length):
    exact = float(np.abs(seen.lane.points[step]).max())
    loss = float(seen.lane.losses[-1])
    return wrong(says(largest, exact) and math.isnan(loss) == (how == "is no number"), f"loss {loss} at {exact}")


def _nought(seen, step, names):
    update = seen.lane.update(step - 1)
    where = {place for place in range(len(seen.point)) if update.second[place] == 0 and update.direction[place] == 0}
    named = named_places(names, len(seen.point))
    no_epsilon = seen.lane.settings(step - 1)["epsilon"] == 0
    return wrong(named and named <= where and no_epsilon and all(np.isnan(update.step[list(named)])), f"0/0 in {where}")


def _by_nought(seen, step, names, _size):
    update = seen.lane.update(step - 1)
    named = named_places(names, len(seen.point))
    fits = all(update.second[place] == 0 and update.direction[place] != 0 for place in named)
    return wrong(named and fits and seen.lane.settings(step - 1)["epsilon"] == 0, f"squares {update.second}")


def _step_fails(seen, step, names, *_):
    after = seen.lane.points[step]
    return wrong(
        all(not np.isfinite(after[place]) for place in named_places(names, len(seen.point))), f"it is at {after}"
    )


def _carried_beyond(seen, step, length, names):
    update = seen.lane.update(step - 1)
    return _step_fails(seen, step, names) or wrong(says(length, float(np.abs(update.step).max())), f"{update.step}")


def _fallen(seen, step, fell, curvature):
    exact = float(seen.lane.losses[0] - seen.lane.losses[-1])
    bends = np.linalg.eigvalsh(seen.function.hessian(seen.lane.points[step]))
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
        lambda seen, step, _, curvature: _fallen(seen, step, None, curvature),
    ),
)

# what happened


@kind(rf"overtakes (.+): loss {N} against {N} at step (\d+)")
def overtakes(seen, other, loss, against, step):
    place = list(seen.lane.table["lanes"]).index(other)
    history = seen.race.history.loss
    ended = seen.race.ends.get(place)
    there = int(step) if ended is None else min(int(step), ended.step)
    mine_end = seen.race.ends.get(seen.place)
    mine = int(step) if mine_end is None else min(int(step), mine_end.step)
    own, theirs = float(history[mine, seen.place]), float(history[there, place])
    diverged = against == "inf"
    return wrong(
        says(loss, own) and (diverged or says(against, theirs)) and (diverged or own < theirs),
        f"{own} against {theirs}",
    )


@kind(r"(?:[\wα-ω₀-₉]+ \S+ → \S+(?:, )?)+|the state is not converted: so far .+|from here on .+|θ is .+|v is .+")
def edited(seen, *_):
    return wrong(any(each["step"] == seen.step for each in seen.lane.edits), f"there are edits {seen.lane.edits}")


@kind(rf"α {N} → {N}")
def edited_rate(seen, before, after):
    rates = [seen.lane.settings(step)["learning_rate"] / seen.lane.factor(step) for step in (seen.step - 1, seen.step)]
    return wrong(says(before, rates[0], digits=4) and says(after, rates[1], digits=4), f"they are {rates}")


@kind(r"convention (\w+) → (\w+)")
def edited_convention(seen, before, after):
    spellings = [seen.lane.settings(step)["convention"] for step in (seen.step - 1, seen.step)]
    return wrong([before, after] == spellings, f"they are {spellings}")


# the last caption of a demo


@kind(rf"Step (\d+): (?:(.+) leads with|(\d+) lanes are level, within 1 % of) a loss of {N}\.")
def leads(seen, step, leader, level, loss):
    finals = _finals(seen)
    best = min(finals.values())
    near = [name for name, each in finals.items() if abs(each - best) <= 0.0100001 * abs(best)]
    if not says(loss, best) or int(step) != seen.race.head:
        return f"the lowest loss is {best}"
    return wrong(near == [leader] if leader else len(near) == int(level), f"level are {near}")


@kind(rf"Step (\d+): (.+) (?:leads with|lanes are level, within 1 % of) a loss of {N}")
def leads_and_others(seen, step, _leader, loss):
    best = min(_finals(seen).values())
    return wrong(says(loss, best) and int(step) == seen.race.head, f"the lowest loss is {best}")


@kind(r"Step (\d+): (?:(.+) was|(\d+) lanes were) the first at the target, at step (\d+)\.?")
def first_at_target(seen, _step, name, several, at):
    target = seen.lane.table["budget"]["target_loss"]
    reached = {}
    for place, lane in enumerate(seen.lane.table["lanes"]):
        losses = seen.race.history.loss[:, place]
        there = np.flatnonzero(losses <= target)
        if len(there):
            reached[lane] = int(there[0])
    first = [lane for lane, step in reached.items() if step == min(reached.values())]
    fits = first == [name] if name else len(first) == int(several)
    return wrong(fits and min(reached.values()) == int(at), f"they reached it at {reached}")


@kind(r"Step (\d+): every lane has diverged\.")
def all_diverged(seen, _step):
    return wrong(not _finals(seen), f"there are {_finals(seen)}")


@kind(r"(?!Step)(.+) diverged\.")
def who_diverged(seen, names):
    lost = [name for name in seen.lane.table["lanes"] if name not in _finals(seen)]
    return wrong(sorted(names.split(", ")) == lost, f"{lost} did")


def _finals(seen):
    """The last loss of each lane that has not gone beyond 10¹² times its start, at least 1."""
    found = {}
    for place, name in enumerate(seen.lane.table["lanes"]):
        end = seen.race.ends.get(place)
        losses = seen.race.history.loss[: 1 + (seen.race.head if end is None else end.step), place]
        if abs(losses[-1]) <= 1e12 * max(1.0, abs(losses[0])):
            found[name] = float(losses[-1])
    return found
