"""Delay: how soon do the peers tell a step, at the run length of the filter's table?

The same seeded series, warm-up and rules as the Rust bench: a limit is searched for that gives a
signal every N readings of Gaussian noise; a miss counts 1,000 readings. The run lengths on other
kinds of noise, at that limit, say how far the match holds.
"""

import math
import time
from multiprocessing import Pool

from detectors import STREAMING
from series import series

# Run length, readings to warm up on, readings a run.
SETTINGS = [(1_080, 250, 5_000), (10_000, 400, 20_000)]
KINDS = ["student3", "ar", "weekly"]
SLOW = {"kswin", "half-space-trees"}


def standardised(kind, seed, warm, count):
    one = series(kind, seed, warm + count)
    return ((one - one[:warm].mean()) / one[:warm].std(ddof=1)).tolist()


def warmed(make, setting, readings, warm):
    detector, quiet = make(setting), 0
    for z in readings[:warm]:
        quiet = 0 if detector.step(z)[1] else quiet + 1
    return detector, quiet


def run_length(make, setting, several, warm):
    signals = readings = 0
    for one in several:
        detector, _ = warmed(make, setting, one, warm)
        signals += sum(detector.step(z)[1] for z in one[warm:])
        readings += len(one) - warm
    return readings / signals if signals else math.inf


def matched(make, several, n, warm):
    """Bisection, in logs of the setting or of its distance from one; calm end first."""
    calm, quick = make.knob
    near_one = 0.5 <= calm < 1
    to = (lambda x: math.log(1 - x)) if near_one else math.log
    back = (lambda x: 1 - math.exp(x)) if near_one else math.exp
    calm, quick = to(calm), to(quick)
    for _ in range(8):
        middle = (calm + quick) / 2
        if run_length(make, back(middle), several, warm) > n:
            calm = middle
        else:
            quick = middle
    return back((calm + quick) / 2)


def delay(make, setting, size, runs, warm):
    total, counted = 0, 0
    for seed in range(runs):
        one = standardised("gaussian", seed + 1_000_000, warm, 1000)
        detector, quiet = warmed(make, setting, one, warm)
        if quiet < 32:
            continue
        step = size if seed % 2 == 0 else -size
        found = (i for i, z in enumerate(one[warm:], 1) if detector.step(z + step)[1])
        total += next(found, 1000)
        counted += 1
    return total / max(counted, 1)


def speed(detector, readings):
    start = time.perf_counter()
    for z in readings:
        detector.step(z)
    return len(readings) / (time.perf_counter() - start)


def row(job):
    name, (n, warm, length) = job
    make, count = STREAMING[name], 8 if name in SLOW else 20
    noise = {
        kind: [standardised(kind, 5_000_000 + seed, warm, length) for seed in range(count)]
        for kind in ["gaussian", *KINDS]
    }
    setting = matched(make, noise["gaussian"], n, warm)
    runs = 100 if name in SLOW else 300
    delays = [delay(make, setting, size, runs, warm) for size in (1, 2, 3, 4)]
    lengths = [run_length(make, setting, several, warm) for several in noise.values()]
    cells = [f"{d:.1f}" for d in delays] + ["none" if math.isinf(x) else f"{x:,.0f}" for x in lengths]
    cells.append(f"{speed(make(setting), noise['gaussian'][0]):,.0f}")
    return f"| {name} | {n:,} | {setting:.4g} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print("\n| delay of steps | N | setting | 1σ | 2σ | 3σ | 4σ | run length: Gaussian | t₃ | AR(1) .5 | weekly | readings/s |")
    print("|---|" + "---:|" * 11)
    jobs = [(name, s) for s in SETTINGS for name in STREAMING if s[0] < 10_000 or name not in SLOW]
    with Pool(2) as pool:
        for line in pool.imap(row, jobs):
            print(line, flush=True)
