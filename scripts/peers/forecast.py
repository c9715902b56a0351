"""Forecast: how good are the filter's forecasts beside those of statsforecast, on real series?

Rolling origin: up to 20 a series, evenly spread over the last two thirds; horizons 1, 7 and 14 rows.
Two figures a cell, both in units of the mean absolute change from one season to the next before the
origin (Hyndman & Koehler 2006, International Journal of Forecasting 22): the absolute error of the
median (MASE), and the pinball loss, mean of levels .025, .5 and .975. Everybody sees the last 500 rows;
a second row of the filter, where series are longer, has seen all of them, as it does at work.
"""

import csv
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from pybats.dglm import dlm
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, DynamicOptimizedTheta, SeasonalNaive

HORIZONS, ORIGINS, SEEN = (1, 7, 14), 20, 500
LEVELS = (0.025, 0.5, 0.975)
PROGRAM = os.environ.get("CYBERSYN", "target/release/cybersyn")


def every_series(data):
    """(group, name, season, series by time; a time without a reading is not a number)"""
    steel = pd.read_csv(data / "steel.csv", encoding="utf-8-sig")
    # The last row of a day reads 0:00 of the same date; a reading closes its quarter of an hour.
    quarter = pd.Timestamp("2018-01-01") + pd.to_timedelta(15 * np.arange(len(steel)), unit="min")
    steel = steel.set_index(quarter)
    for column in ("Usage_kWh", "Lagging_Current_Reactive.Power_kVarh", "CO2(tCO2)"):
        yield "steel, daily sums", column, 7, steel[column].resample("D").sum()
    for column in ("Usage_kWh", "Lagging_Current_Power_Factor"):
        yield "steel, hourly means", column, 24, steel[column].resample("h").mean()
    garments = pd.read_csv(data / "garments.csv", parse_dates=["date"], date_format="%m/%d/%Y")
    garments["department"] = garments["department"].str.strip()
    for column in ("class", "over_time", "no_of_workers"):
        for department, rows in garments.groupby("department"):
            by_day = rows.groupby("date")[column].mean().asfreq("D")
            yield "garments, daily", f"{column}, {department}", 7, by_day
    made = pd.read_csv(data / "industrial-production.csv", parse_dates=["date"], index_col="date")
    for column in made.columns:
        yield "industrial production, monthly", column, 1, made[column]


def ours(past):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        past.rename("value").rename_axis("timestamp").to_csv(file, date_format="%Y-%m-%dT%H:%M:%S")
        file.flush()
        command = [PROGRAM, "filter", file.name, "--horizon", str(max(HORIZONS))]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO(run.stdout)))[-max(HORIZONS) :]
    return [[float(row[column]) for column in ("lower", "expected", "upper")] for row in rows]


def west_harrison(past, season):
    """A dynamic linear model by pybats: linear growth, Fourier season, discounts .95 and .98 (WH ch. 6)."""
    harmonics = list(range(1, min(season // 2, 6) + 1))
    states, mean, deviation = 2 + 2 * len(harmonics), past.mean(), past.std() or 1.0
    model = dlm(
        a0=np.zeros((states, 1)), R0=np.eye(states), n0=1, s0=1, ntrend=2, deltrend=0.95, delseas=0.98,
        seasPeriods=[season] if harmonics else [], seasHarmComponents=[harmonics] if harmonics else [],
    )  # fmt: skip
    for y in (past - mean) / deviation:
        model.update(y=y)
    said = [model.forecast_marginal(k=h, nsamps=2000) for h in range(1, max(HORIZONS) + 1)]
    return [(mean + deviation * np.quantile(s, LEVELS)).tolist() for s in said]


def theirs(past, season):
    """Their models want a reading at every time: a missing one is that of a season before."""
    filled = past.fillna(past.shift(season)).ffill().bfill().to_numpy()
    frame = pd.DataFrame({"unique_id": 1, "ds": np.arange(len(filled)), "y": filled})
    models = [SeasonalNaive(season), AutoETS(season_length=season), DynamicOptimizedTheta(season)]
    said = StatsForecast(models, freq=1).forecast(df=frame, h=max(HORIZONS), level=[95])
    names = [str(model) for model in models]
    return {n: said[[f"{n}-lo-95", n, f"{n}-hi-95"]].to_numpy().tolist() for n in names}


def losses(said, actual, scale):
    pinball = [max(q * (actual - f), (q - 1) * (actual - f)) for q, f in zip(LEVELS, said)]
    inside = said[0] <= actual <= said[2]
    return abs(actual - said[1]) / scale, np.mean(pinball) / scale, float(inside)


def judged(series, season):
    """Rows of (method, horizon, absolute error, pinball loss, inside the band)."""
    first, last = len(series) // 3, len(series) - max(HORIZONS)
    for origin in np.unique(np.linspace(first, last, ORIGINS).astype(int)):
        past = series.iloc[max(0, origin - SEEN) : origin]
        scale = np.nanmean(np.abs(past - past.shift(season)))
        said_by = {"filter": ours(past)}
        if len(series) > SEEN:
            said_by["filter, all rows"] = ours(series.iloc[:origin])
        said_by |= {"pybats": west_harrison(past, season), **theirs(past, season)}
        for method, said in said_by.items():
            for horizon in HORIZONS:
                actual = series.iloc[origin + horizon - 1]
                if np.isfinite(actual) and scale > 0:
                    yield method, horizon, *losses(said[horizon - 1], actual, scale)


def main(data):
    np.random.seed(1)
    found = []
    for group, name, season, series in every_series(data):
        found += [(group, name, *row) for row in judged(series, season)]
        print(f"forecast: {group}, {name}", file=sys.stderr)
    columns = ["group", "series", "method", "horizon", "mase", "pinball", "inside"]
    found = pd.DataFrame(found, columns=columns)
    found = found.replace({"SeasonalNaive": "seasonal naive", "DynamicOptimizedTheta": "Theta"})
    print("\n| MASE, pinball loss | method | " + " | ".join(f"h = {h}" for h in HORIZONS) + " | in the 95% band |")
    print("|---|---|" + "---:|" * (len(HORIZONS) + 1))
    for group, rows in found.groupby("group", sort=False):
        label = f"{group}, {rows.series.nunique()} series"
        for method, of in rows.groupby("method", sort=False):
            means = of.groupby("horizon")[["mase", "pinball"]].mean()
            cells = [f"{means.mase[h]:.2f}, {means.pinball[h]:.3f}" for h in HORIZONS]
            print(f"| {label} | {method} | {' | '.join(cells)} | {100 * of.inside.mean():.0f}% |")
            label = ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
