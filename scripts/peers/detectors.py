"""Detectors: streaming peers behind one interface, and the one setting by which each is matched.

`step(z)` takes a reading in standard deviations of the warm-up and returns a score, whether it
signals, and how many readings ago the change began. After a signal each goes on as its library does.
"""

import numpy as np
from river import anomaly, drift
from scipy.special import gammaln


class Adwin:
    """Bifet & Gavalda 2007 (SDM): cuts a window where its two parts differ. Looks at each reading."""

    knob, default = (1e-12, 0.5), 0.002

    def __init__(self, delta):
        self.inner = drift.ADWIN(delta=delta, clock=1)

    def step(self, z):
        self.inner.update(z)
        told = self.inner.drift_detected
        return float(told), told, int(self.inner.width) - 1 if told else 0


class PageHinkley:
    """Page 1954 with a running mean, two-sided; allowance .5, as the k of a CUSUM."""

    knob, default = (80.0, 1.0), 50.0

    def __init__(self, threshold):
        self.inner = drift.PageHinkley(threshold=threshold, delta=0.5, min_instances=30)

    def step(self, z):
        self.inner.update(z)
        told = self.inner.drift_detected
        return float(told), told, 0


class Kswin:
    """Raab et al. 2020 (Neurocomputing 416): Kolmogorov-Smirnov of the last 30 against earlier ones."""

    knob, default = (1e-9, 0.05), 0.005

    def __init__(self, alpha):
        self.inner = drift.KSWIN(alpha=alpha, window_size=100, stat_size=30, seed=1)

    def step(self, z):
        self.inner.update(z)
        told = self.inner.drift_detected
        return float(told), told, 29 if told else 0


class HalfSpaceTrees:
    """Tan, Ting & Liu 2011 (IJCAI): how rare a reading is. Finds rough readings, not steps."""

    knob, default = (0.9999, 0.5), 0.95

    def __init__(self, threshold):
        limits = {"z": (-6.0, 6.0)}
        self.inner = anomaly.HalfSpaceTrees(n_trees=25, window_size=100, limits=limits, seed=1)
        self.threshold = threshold

    def step(self, z):
        reading = {"z": min(max(z, -6.0), 6.0)}
        score = self.inner.score_one(reading)
        self.inner.learn_one(reading)
        return score, score > self.threshold, 0


class Bocpd:
    """Adams & MacKay 2007 (arXiv 0710.3742), mean and variance unknown (normal-gamma), hazard 1/1000.

    Signals when P(run shorter than since the change told before, and than 50) passes the threshold;
    the change is dated by the likeliest run length.
    """

    knob, default = (0.99999, 0.01), 0.5
    LONGEST, MARGIN, HAZARD = 500, 10, 1e-3

    def __init__(self, threshold):
        self.threshold, self.age = threshold, 0
        runs = np.arange(self.LONGEST + 1)
        self.kappa, self.alpha = 0.1 + runs, 1.0 + runs / 2
        self.constant = gammaln(self.alpha + 0.5) - gammaln(self.alpha)
        self.weight, self.mean, self.beta = np.ones(1), np.zeros(1), np.ones(1)

    def step(self, z):
        n = len(self.weight)
        kappa, alpha = self.kappa[:n], self.alpha[:n]
        spread = 2 * self.beta * (kappa + 1) / kappa
        error = z - self.mean
        density = np.exp(
            self.constant[:n] - 0.5 * np.log(np.pi * spread) - (alpha + 0.5) * np.log1p(error**2 / spread)
        )
        joint = self.weight * density + 1e-300
        weight = np.concatenate(([self.HAZARD * joint.sum()], (1 - self.HAZARD) * joint))
        mean = np.concatenate(([0.0], self.mean + error / (kappa + 1)))
        beta = np.concatenate(([1.0], self.beta + kappa * error**2 / (2 * (kappa + 1))))
        if n > self.LONGEST - 1:
            weight[-2] += weight[-1]
            weight, mean, beta = weight[:-1], mean[:-1], beta[:-1]
        self.weight, self.mean, self.beta = weight / weight.sum(), mean, beta
        self.age += 1
        young = min(50, self.age - self.MARGIN)
        score = float(self.weight[:young].sum()) if young > 0 else 0.0
        told = score > self.threshold
        if told:
            self.age = int(np.argmax(self.weight[:young]))
        return score, told, self.age if told else 0


STREAMING = {
    "adwin": Adwin,
    "page-hinkley": PageHinkley,
    "kswin": Kswin,
    "half-space-trees": HalfSpaceTrees,
    "bocpd": Bocpd,
}
