"""Scored: what do the scorers of NAB and TCPD give the peers and the filter?

`scored.py DATA SCORER`, where the scorer is run as `SCORER nab|tcpd PROGRAM FOLDER`.
"""

import os
import re
import subprocess
import sys
from multiprocessing.pool import ThreadPool

from detectors import STREAMING

PROGRAM = os.environ.get("CYBERSYN", "target/release/cybersyn")


def score(job):
    name, data, scorer = job
    here = os.path.dirname(os.path.abspath(__file__))
    program = PROGRAM if name == "filter" else f"{sys.executable} {here}/as_filter.py {name}"

    def said(kind):
        command = [sys.executable, scorer, kind, program, os.path.join(data, kind)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    cells = re.findall(r"(?:best|shipped) (-?[\d.]+)", said("nab")) if name != "pelt" else []
    best, told = cells[::2] or ["", "", ""], cells[1:2] or [""]
    f1, cover = re.search(r"tcpd: F1 ([\d.]+)  cover ([\d.]+)", said("tcpd")).groups()
    return f"| {name} | {' | '.join([*best, *told])} | {float(f1):.3f} | {float(cover):.3f} |"


if __name__ == "__main__":
    jobs = [(name, *sys.argv[1:3]) for name in ["filter", *STREAMING, "pelt"]]
    print("\n| | NAB standard | low FP | low FN | as told | TCPD F1 | cover |\n|---|" + "---:|" * 6)
    with ThreadPool(2) as pool:
        for row in pool.imap(score, jobs):
            print(row, flush=True)
