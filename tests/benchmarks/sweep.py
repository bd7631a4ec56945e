"""A sweep against a fused NumPy loop that does the same: python -m tests.benchmarks.sweep.

Adam, 100 rates × 20 seeds × 1,000 steps on a noisy bowl of two parameters. The loop is what somebody would write who knows
NumPy well: arrays of the whole shape, the parameters outermost, everything in place, noise drawn 256 steps at a time by the same
generator; it notes final loss, best loss and its step, and who has diverged, as the sweep does.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from optsim.engine.numerics.noise import Noise, NoiseOfSeeds, Stream
from optsim.scenario import Scenario
from optsim.sweeps.block import run_block
from optsim.sweeps.plan import Plan

RATES, SEEDS, STEPS, CURVATURES, SIGMA, ROUNDS = 100, 20, 1000, (100.0, 1.0), 0.1, 7


def plan() -> Plan:
    """The sweep."""
    return Plan.of(
        Scenario.from_dict(
            {
                "objective": {"kind": "quadratic", "eigenvalues": list(CURVATURES), "noise": SIGMA},
                "budget": {"steps": STEPS},
                "lanes": {"adam": {"optimizer": "adam"}},
                "sweep": {"learning_rate": {"from": 1e-4, "to": 1.0, "points": RATES}, "seeds": SEEDS},
            }
        )
    )


def loop(rates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Final losses, best losses, their steps and who has diverged, (seeds, rates) each."""
    shape = (2, SEEDS, RATES)
    noises = [Noise(seed) for seed in range(SEEDS)]
    draws = NoiseOfSeeds(noises)
    x, g, a, b = (np.empty(shape) for _ in range(4))
    for seed, noise in enumerate(noises):
        x[:, seed] = noise.generator(Stream.INIT).standard_normal(2)[:, None]
    m, v, rate, curvature = np.zeros(shape), np.zeros(shape), np.empty(shape), np.empty(shape)
    rate[:], curvature[:] = rates, np.array(CURVATURES)[:, None, None]
    loss, best = np.empty(shape[1:]), np.full(shape[1:], np.inf)
    best_step, diverged, better = np.zeros(shape[1:], int), np.zeros(shape[1:], bool), np.empty(shape[1:], bool)
    power1, power2 = 1.0, 1.0
    with np.errstate(all="ignore"):
        for step in range(STEPS + 1):
            np.multiply(curvature, x, out=g)
            np.multiply(g, x, out=a)
            np.add(a[0], a[1], out=loss)
            np.multiply(loss, 0.5, out=loss)
            np.less(loss, best, out=better)
            np.copyto(best, loss, where=better)
            np.copyto(best_step, step, where=better)
            np.greater(loss, 1e12, out=better)
            np.logical_or(diverged, better, out=diverged)
            np.add(g, (draws.normal(step, 2) * SIGMA).T[:, :, None], out=g)
            np.multiply(m, 0.9, out=m)
            np.multiply(g, 1 - 0.9, out=a)
            np.add(m, a, out=m)
            np.multiply(v, 0.999, out=v)
            np.multiply(g, g, out=a)
            np.multiply(a, 1 - 0.999, out=a)
            np.add(v, a, out=v)
            power1, power2 = power1 * 0.9, power2 * 0.999
            np.divide(v, 1 - power2, out=a)
            np.sqrt(a, out=a)
            np.add(a, 1e-8, out=a)
            np.divide(m, 1 - power1, out=b)
            np.multiply(b, rate, out=b)
            np.divide(b, a, out=b)
            np.subtract(x, b, out=x)
    return loss, best, best_step, diverged


def main() -> None:
    """Print the processor time of both, and the median of the ratios of paired rounds."""
    swept = plan()
    rates = np.array(swept.axes[0].values)
    rows = run_block(swept, 0).rows
    own = loop(rates)
    final = rows.final_loss.reshape(SEEDS, RATES)
    print(f"losses at the end differ by at most {np.nanmax(np.abs(final - own[0])):.1e}")
    ratios, times = [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        run_block(swept, 0)
        middle = time.process_time()
        loop(rates)
        ended = time.process_time()
        ratios.append((middle - began) / (ended - middle))
        times.append((middle - began, ended - middle))
    sweep, fused = (statistics.median(each) for each in zip(*times, strict=True))
    run_steps = RATES * SEEDS * STEPS
    print(
        f"sweep {sweep:.3f} s ({1e9 * sweep / run_steps:.0f} ns a run and step), loop {fused:.3f} s; ratio {statistics.median(ratios):.2f}"
    )


if __name__ == "__main__":
    main()
