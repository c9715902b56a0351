"""Series: some seeded series of the Rust bench, by the same rule (SplitMix64)."""

import numpy as np

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def uniforms(state, count):
    z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2.0**53


def normals(seed, count):
    state = (seed * 0x2545F4914F6CDD1D & MASK) ^ 0x5851F42D4C957F2D
    pairs = uniforms(state, 2 * count).reshape(count, 2)
    return np.sqrt(-2 * np.log(1 - pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1])


def series(kind, seed, count):
    """`Source::new(kind, seed)`, the first `count` readings."""
    if kind == "student3":
        g = normals(seed, 4 * count).reshape(count, 4)
        return g[:, 0] / np.sqrt((g[:, 1:] ** 2).sum(axis=1))
    if kind == "ar":
        g = normals(seed, count + 1)
        for i in range(1, count + 1):
            g[i] = 0.5 * g[i - 1] + np.sqrt(0.75) * g[i]
        return g[1:]
    week = np.array([0.0, 1.0, 1.5, 1.0, 0.5, -3.0, -4.0]) if kind == "weekly" else np.zeros(7)
    return normals(seed, count) + np.resize(week, count)
