"""What must be so of what is said of overfitting, and by early-stopping rules."""

from __future__ import annotations

import math
import re

import numpy as np

from tests.keras_early_stopping import KerasEarlyStopping
from tests.sentences.numbers import NUMBER, says, value
from tests.sentences.referee import N, kind, wrong


@kind(
    rf"overfits: validation loss (?:up {N} %|×{N}) since its best at epoch (\d+), training loss down {N} % in the last 5 epochs"
)
def overfits(case, up, times, best, down):
    lane, per = case.lane, case.lane.per_epoch
    held_out = [lane.function.held_out(lane.points[each * per]) for each in range(case.epoch + 1)]
    if int(np.argmin(held_out)) != int(best):
        return f"the best epoch is {int(np.argmin(held_out))}"
    rise = held_out[-1] / min(held_out)
    if not (says(times, rise, 1e-5) if times else abs(value(up) - 100 * (rise - 1)) < 0.51):
        return f"it is {rise} of its best"
    training = [lane.function.loss(each) for each in lane.points[max(0, case.step - 5 * per) : case.step + 1]]
    if not (training[-1] < training[0] and training[-1] < training[-1 - per]):
        return "training loss does not fall"
    fell = 100 * (1 - training[-1] / training[0])
    return wrong(
        says(down, fell, 1e-3, digits=2) and training[-1] < lane.function.loss(lane.points[int(best) * per]),
        f"it fell by {fell} %",
    )


def _watched(case, rule):
    """The value that a rule watches, by epoch."""
    lane, per = case.lane, case.lane.per_epoch
    function = lane.function.held_out if rule["monitor"] == "validation_loss" else lane.function.loss
    return [function(lane.points[each * per]) for each in range(case.epoch + 1)]


def _rules(case, name):
    return [each for each in case.lane.table.get("early_stopping", ()) if each["rule"] == name]


GOAL = rf"((?:below|above) {N}(?: by more than {N}(?: of it)?)?)"


def _patience(case, patience):
    """(rule, Keras' port behind the last epoch, the values that were looked at) of rules of so much patience."""
    for rule in _rules(case, "patience"):
        if rule["patience"] == int(patience):
            keys = {key: each for key, each in rule.items() if key not in ("rule", "halt", "monitor")}
            # to the bit those of the run, as a last digit may decide
            history, per = case.race.history, case.lane.per_epoch
            every = range(1, case.epoch + 1)
            by_epoch = rule["monitor"] == "validation_loss"
            watched = [
                float(history.validation_loss[each, case.place] if by_epoch else history.loss[each * per, case.place])
                for each in every
            ]
            yield rule, KerasEarlyStopping(**keys).watch(watched), watched


def _goal_of(rule, keras):
    """The words for a baseline that nothing has beaten; empty where there is none."""
    baseline, delta = rule.get("baseline"), rule.get("min_delta", 0.0)
    if baseline is None or (keras.best is not None and keras.improves(keras.best, baseline)):
        return ""
    words = f"{'above' if rule.get('mode') == 'max' else 'below'} {baseline}"
    if not delta:
        return words
    return f"{words} by more than {delta}{' of it' if rule['min_delta_kind'] == 'relative' else ''}"


def _same_goal(stated, exact):
    """Whether words for a baseline are the same, and their numbers too."""
    split = [re.split(NUMBER, each or "") for each in (stated, exact)]
    numbers = [[value(each) for each in re.findall(NUMBER, text or "")] for text in (stated, exact)]
    return split[0] == split[1] and numbers[0] == numbers[1]


@kind(rf"no improvement(?: {GOAL})? for (\d+) of (\d+) (?:epochs?|steps?)")
def waiting(case, goal, _baseline, _delta, wait, patience):
    waits = []
    for rule, keras, _ in _patience(case, patience):
        exact = _goal_of(rule, keras)
        running = keras.stopped_epoch is None and keras.wait < rule["patience"]
        if running and keras.wait == int(wait) and _same_goal(goal, exact):
            return ""
        waits.append((keras.wait, exact, keras.stopped_epoch))
    return f"they wait {waits}"


@kind(rf"improves, but not {GOAL} for (\d+) (?:epochs?|steps?): the first without improvement uses up patience (\d+)")
def waiting_beyond(case, goal, _baseline, _delta, wait, patience):
    waits = []
    for rule, keras, watched in _patience(case, patience):
        exact = _goal_of(rule, keras)
        improves = keras.stopped_epoch is None and keras.best_epoch == len(watched) - 1
        if improves and keras.wait == int(wait) >= rule["patience"] and _same_goal(goal, exact):
            return ""
        waits.append((keras.wait, exact, keras.stopped_epoch))
    return f"they wait {waits}"


@kind(rf"{N} % above its best, {N} % are tolerated")
def above_its_best(case, rise, threshold):
    for rule in _rules(case, "gl"):
        values = _watched(case, rule)[1:]
        exact = 100 * (values[-1] - min(values)) / abs(min(values))
        if value(threshold) == rule["threshold"] and (
            says(rise, exact, 1e-3, digits=2) or abs(value(rise) - exact) < 1e-6
        ):
            return ""
    return "no rule of that threshold sees that"


@kind(r"risen over (\d+) of (\d+) strips of (\d+) (?:epochs?|steps?)")
def risen(case, rises, strips, strip):
    for rule in _rules(case, "up"):
        values = _watched(case, rule)
        ends = [values[each] for each in range(rule["strip"], len(values), rule["strip"])]
        count = 0
        while count + 1 < len(ends) and ends[-1 - count] > ends[-2 - count] * (1 - 1e-9):
            count += 1
        if (rule["strips"], rule["strip"]) == (int(strips), int(strip)) and count >= int(rises):
            return ""
    return "no rule sees that"


@kind(rf"rise against progress {N} of {N}, at the last (\d+)th (?:epoch|step)")
def quotient(case, stated, threshold, strip):
    for rule in _rules(case, "pq"):
        exact = _quotient(case, rule)
        close = abs(value(stated) - exact) <= 0.06 * abs(exact) + 1e-6 or value(stated) == exact
        if rule["strip"] == int(strip) and value(threshold) == rule["threshold"] and close:
            return ""
    return f"it is {[_quotient(case, rule) for rule in _rules(case, 'pq')]}"


def _quotient(case, rule):
    per, strip = case.lane.per_epoch, rule["strip"]
    values = _watched(case, rule)
    end = (len(values) - 1) // strip * strip
    if not end:
        return 0.0
    best = min(values[1 : end + 1])
    rise = 100 * (values[end] - best) / abs(best)
    losses = [case.lane.function.loss(case.lane.points[each * per]) for each in range(end - strip + 1, end + 1)]
    gain = 1000 * (np.mean(losses) - min(losses)) / abs(min(losses))
    if rise <= 1e-10:
        return 0.0
    return rise / gain if gain > 1e-9 else math.inf


BEST = rf"best {N} at (?:epoch|step) (\d+)"


def _best_is(case, rule, stated, at):
    values = _watched(case, rule)[1:]
    if not 1 <= int(at) <= len(values):
        return f"there is no epoch {at}"
    exact = min(values)
    return wrong(
        says(stated, exact, 1e-6, digits=4) and says(stated, values[int(at) - 1], 1e-6, digits=4),
        f"the best is {exact}",
    )


@kind(rf"patience (\d+) used up(?:, no improvement {GOAL})?: {BEST}")
def patience_used(case, patience, goal, _baseline, _delta, stated, at):
    stops_at = []
    for rule, keras, watched in _patience(case, patience):
        independent = _watched(case, rule)[1:]
        exact = _goal_of(rule, keras)
        stops = keras.stopped_epoch == len(watched) - 1 and keras.best_epoch + 1 == int(at)
        fits = says(stated, independent[keras.best_epoch], 1e-6, digits=4) and _same_goal(goal, exact)
        close = _by_a_digit(rule, keras, watched)
        if stops and fits and close == set(re.findall(rf"; {CLOSE}", case.text)):
            return ""
        stops_at.append((keras.stopped_epoch, keras.best_epoch, keras.best, exact, close))
    return f"they stopped {stops_at}"


CLOSE = "((?:the best before it|a later value|the baseline)(?:, but for min_delta,)?) differs from it by less than 1e-12 of its size"


def _by_a_digit(rule, keras, watched):
    """What is so close to the best value that a last digit has decided."""
    if keras.best is None or not math.isfinite(keras.best):
        return set()
    sign, delta = (1 if rule.get("mode") == "max" else -1), rule.get("min_delta", 0.0)
    relative = rule.get("min_delta_kind") == "relative"

    def over(each, other):
        """By how much a value beats another, as far as that counts."""
        return sign * ((each - sign * (delta * abs(other) if relative else delta)) - other)

    before = None
    for each in watched[rule.get("start_from_epoch", 0) : keras.best_epoch]:
        before = each if before is None or over(each, before) > 0 else before
    later = [(each, keras.best) for each in watched[keras.best_epoch + 1 :]]
    pairs = {
        "the best before it": [(keras.best, before)],
        "a later value": later,
        "the baseline": [(keras.best, rule.get("baseline"))],
    }
    return {
        name + (", but for min_delta," if delta else "")
        for name, each in pairs.items()
        if any(other is not None and abs(over(value, other)) <= 1e-12 * abs(other) for value, other in each)
    }


@kind(CLOSE)
def decided_by_rounding(case, _which):
    return wrong("patience" in case.text, "it is of no patience")


@kind(rf"{N} % above the best, more than {N} %: {BEST}")
def gl_fired(case, rise, threshold, stated, at):
    rules = [each for each in _rules(case, "gl") if each["threshold"] == value(threshold)]
    if not value(rise) > value(threshold):
        return "it is not more, as it is written"
    return min((_best_is(case, rule, stated, at) for rule in rules), default="there is no such rule")


@kind(rf"risen over (?:a strip|\d+ strips) of (\d+) (?:epochs?|steps?): {BEST}")
def up_fired(case, strip, stated, at):
    rules = [each for each in _rules(case, "up") if each["strip"] == int(strip)]
    return min((_best_is(case, rule, stated, at) for rule in rules), default="there is no such rule")


@kind(rf"rise against progress of training: (?:nothing gained any more|quotient {N}, more than {N}): {BEST}")
def pq_fired(case, told_quotient, threshold, stated, at):
    if threshold is not None and not value(told_quotient) > value(threshold):
        return "it is not more, as it is written"
    rules = _rules(case, "pq")
    if threshold is None and all(math.isfinite(_quotient(case, rule)) for rule in rules):
        return f"something was gained: {[_quotient(case, rule) for rule in rules]}"
    return min((_best_is(case, rule, stated, at) for rule in rules), default="there is no such rule")
