"""Pictures: the filter at work on real files, drawn by `cybersyn filter --plot` for the methods page.

`pictures.py DATA`, from the root of the repository, after `cargo build --release -p cybersyn`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

PROGRAM = Path("target/release/cybersyn").resolve()
PICTURES = Path("docs/pictures").resolve()


def draw(series, name):
    """The file is named in the picture, so it is written where the program runs."""
    with tempfile.TemporaryDirectory() as folder:
        series.rename("value").rename_axis("timestamp").to_csv(f"{folder}/{name}.csv")
        command = [PROGRAM, "filter", f"{name}.csv", "--run-length", "1080", "--plot"]
        command.append(PICTURES / f"filter-{name}.svg")
        said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    told = [row.split(",") for row in said.stdout.splitlines()[1:]]
    print(name, [(row[0], row[10], row[11]) for row in told if row[10]])


def main(data):
    made = pd.read_csv(data / "industrial-production.csv", index_col="date")
    draw(made.loc["1990":, "INDPRO"], "industrial-production")
    draw(made.loc["1990":, "IPBUSEQ"], "business-equipment")
    steel = pd.read_csv(data / "steel.csv", encoding="utf-8-sig")
    day = pd.Timestamp("2018-01-01") + pd.to_timedelta(15 * steel.index, unit="min")
    draw(steel.groupby(day.strftime("%Y-%m-%d"))["Usage_kWh"].sum(), "steel-energy")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
