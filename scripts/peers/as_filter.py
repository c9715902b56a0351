#!/usr/bin/env python3
"""As filter: `as_filter.py PEER filter FILE.csv` prints what the scorers of NAB and TCPD read.

Columns `timestamp,value,score,signal,since`, one row per input row. A streaming peer, with its
library's default setting, learns mean and deviation from the first 15% of the rows (at least 20, at
most 750) and says nothing there. `pelt` sees the whole file: it is a yardstick, not a rival.
"""

import csv
import math
import sys

import numpy as np
import ruptures
from detectors import STREAMING


def streaming(name, values):
    warm = max(20, min(math.floor(0.15 * len(values)), 750))
    mean, deviation = np.mean(values[:warm]), np.std(values[:warm]) or 1.0
    detector = STREAMING[name](STREAMING[name].default)
    for i, value in enumerate(values):
        score, told, ago = detector.step(float((value - mean) / deviation))
        yield (score, told, max(i - ago, 0)) if i >= warm else (0.0, False, i)


def pelt(values):
    """Killick et al. 2012 (JASA 107): changes of mean of the series standardised whole, as TCPD does,
    penalty 2 log n."""
    series = (np.array(values) - np.mean(values)) / (np.std(values) or 1.0)
    fitted = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(series)
    cuts = set(fitted.predict(pen=2 * math.log(len(series)))[:-1])
    return ((float(i in cuts), i in cuts, i) for i in range(len(values)))


def main(name, path):
    rows = list(csv.DictReader(open(path)))
    values, last = [], 0.0
    for row in rows:
        last = float(row["value"]) if row["value"] else last
        values.append(last)
    out = csv.writer(sys.stdout)
    out.writerow(["timestamp", "value", "score", "signal", "since"])
    said = pelt(values) if name == "pelt" else streaming(name, values)
    for row, (score, told, since) in zip(rows, said):
        signal = ["step-up", rows[since]["timestamp"]] if told else ["", ""]
        out.writerow([row["timestamp"], row["value"], f"{score:.9f}", *signal])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[3])
