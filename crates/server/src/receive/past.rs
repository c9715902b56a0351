//! Past: how does a unit bring in its history while the program runs?
//!
//! As `cybersyn import` does: all of a table is held against the unit before anything is written, each
//! period counts as received when it was over, nobody is told, and what stands at its end is history.
//! The entries are numbered by what was sent, so that the same table sent again goes on where it was
//! cut off.

use std::collections::{HashMap, VecDeque};

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use mission::event::{Act, Event};
use mission::id::{IndicatorId, UnitId};
use mission::limits::PROBLEMS_LISTED;
use mission::registry::Registry;
use mission::report::{Draft, DraftValue, Field, Reading, Report, validate};
use mission::time::Timestamp;
use sha2::{Digest, Sha256};
use store::{Receipt, SourceMark};
use tokio::sync::oneshot;

use super::lines::time;
use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::problem::{Kind, Problem};
use crate::view::rfc3339;
use crate::wire::history::{CellProblem, History, HistoryRefused, HistoryRow, HistoryTaken};

/// `POST /api/v1/units/{id}/history`
pub(crate) async fn history(asked: Asked) -> Answer {
    let (viewer, unit) = (asked.viewer()?, asked.unit()?);
    let may = move |federation: &mission::federation::Federation| {
        federation.can_bring_past(viewer.0, unit)
    };
    asked.shell.ask(may).await??;
    let history: History = asked.json()?;
    let now = asked.shell.timekeeper.latest();
    let registry = asked.shell.registry();
    let (preview, by) = (history.preview, history.by.clone());
    let past = match sift(&history, (&registry, unit), now)? {
        Ok(past) => past,
        Err(problems) => return Ok(refused(problems)),
    };
    let hours = &registry.unit(unit).calendar;
    let times = || past.iter().map(|known| known.reading.at);
    let edge = |at: Option<Timestamp>| at.map(|at| rfc3339(at, hours));
    let (from, to) = (edge(times().min()), edge(times().max()));
    if preview || past.is_empty() {
        let taken = HistoryTaken { readings: past.len(), repeated: 0, from, to };
        return Ok(answer(StatusCode::OK, &taken));
    }
    asked.act(by, Act::BringPast(unit)).await?;
    let digest = Sha256::digest(&asked.body);
    let source = format!("history:{}:{digest:x}", unit.0);
    let source = source.chars().take(mission::limits::SOURCE_LETTERS).collect();
    let (readings, repeated) = write(&asked, source, past, now).await?;
    asked.shell.decide(None, Event::HistoryEndsOf(unit)).await?;
    Ok(answer(StatusCode::OK, &HistoryTaken { readings, repeated, from, to }))
}

/// A reading that is right, with when its period was over.
#[derive(Clone, Copy)]
struct Known {
    over: Timestamp,
    reading: Reading,
}

/// What is wrong with a table.
#[derive(Default)]
struct Wrong {
    listed: Vec<CellProblem>,
    count: usize,
}

impl Wrong {
    fn add(&mut self, row: usize, column: Option<usize>, value: String, expected: String) {
        self.count += 1;
        if self.listed.len() < PROBLEMS_LISTED {
            self.listed.push(CellProblem { row, column, value, expected });
        }
    }
}

/// All readings of a table in the order in which they were received, or all that is wrong with it.
fn sift(
    history: &History,
    (registry, unit): (&Registry, UnitId),
    now: Timestamp,
) -> Result<Result<Vec<Known>, Wrong>, Problem> {
    let History { indicators, rows, .. } = history;
    if indicators.is_empty() || indicators.len() > limits::CSV_COLUMNS {
        let expected = format!("1 to {} keys of the unit's indicators", limits::CSV_COLUMNS);
        return Err(Problem::wrong("indicators", &indicators.len().to_string(), expected));
    }
    if rows.len() > limits::HISTORY_ROWS {
        let expected = format!(
            "at most {} rows; bring the older part first, or use `cybersyn import`",
            limits::HISTORY_ROWS
        );
        return Err(Problem::wrong("rows", &rows.len().to_string(), expected));
    }
    let mut sieve = Sieve {
        registry,
        indicators,
        path: registry.unit(unit).path.as_str(),
        past: Vec::new(),
        seen: HashMap::new(),
        wrong: Wrong::default(),
    };
    // No more at once than can be listed back by name.
    let (mut first, at_once) = (0, PROBLEMS_LISTED / indicators.len());
    for some in rows.chunks(at_once) {
        sieve.judge(first, some, now);
        first += some.len();
    }
    let Sieve { mut past, wrong, .. } = sieve;
    past.sort_by_key(|it| (it.over, it.reading.at, it.reading.indicator));
    Ok(if wrong.count > 0 { Err(wrong) } else { Ok(past) })
}

/// Holds the cells of a table against the unit.
struct Sieve<'a> {
    registry: &'a Registry,
    indicators: &'a [String],
    path: &'a str,
    past: Vec<Known>,
    /// In which row each time of an indicator stood first, and its value there.
    seen: HashMap<(IndicatorId, Timestamp), (usize, f64)>,
    wrong: Wrong,
}

impl Sieve<'_> {
    fn judge(&mut self, first: usize, rows: &[HistoryRow], now: Timestamp) {
        let (mut drafts, mut cells) = (Vec::new(), Vec::new());
        for (row, line) in (first..).zip(rows) {
            if line.values.len() != self.indicators.len() {
                let expected = format!("{} values, one for each indicator", self.indicators.len());
                self.wrong.add(row, None, line.values.len().to_string(), expected);
                continue;
            }
            let at = time(line.at.as_str().into());
            for (column, value) in line.values.iter().enumerate() {
                let Some(value) = *value else { continue };
                drafts.push(Draft {
                    unit: self.path.into(),
                    indicator: self.indicators[column].as_str().into(),
                    at: at.clone(),
                    value: DraftValue::Number(value),
                    measure: None,
                });
                cells.push((row, column));
            }
        }
        let (report, problems) = validate(drafts, self.registry, now);
        let mut refused = problems.listed.into_iter().peekable();
        let mut accepted = report.readings.into_iter();
        for (index, (row, column)) in cells.into_iter().enumerate() {
            if let Some(it) = refused.next_if(|it| it.index == index) {
                let column = (it.field != Field::At).then_some(column);
                self.wrong.add(row, column, it.given, it.expected);
            } else if let Some(reading) = accepted.next() {
                self.take(row, column, reading);
            }
        }
    }

    /// The same value twice counts once; two values cannot both be right.
    fn take(&mut self, row: usize, column: usize, reading: Reading) {
        let Reading { indicator, at, value } = reading;
        match self.seen.get(&(indicator, at)) {
            None => {
                self.seen.insert((indicator, at), (row, value));
                self.past.push(known(self.registry, reading));
            }
            Some((_, first)) if first.to_bits() == value.to_bits() => {}
            Some((at, first)) => {
                let expected = format!("one value a time; rows[{at}] has {first}");
                self.wrong.add(row, Some(column), value.to_string(), expected);
            }
        }
    }
}

fn known(registry: &Registry, reading: Reading) -> Known {
    let indicator = registry.indicator(reading.indicator);
    let hours = &registry.unit(indicator.unit).calendar;
    Known { over: indicator.cadence.period_of(reading.at, hours).end, reading }
}

/// Puts a history into the log, an entry for each time at which something was received. How many readings
/// are new, and how many an earlier try had put there.
async fn write(
    asked: &Asked,
    source: String,
    past: Vec<Known>,
    now: Timestamp,
) -> Result<(usize, usize), Problem> {
    let (mut taken, mut repeated) = (0, 0);
    let mut waiting: VecDeque<(usize, oneshot::Receiver<Receipt>)> = VecDeque::new();
    for (seq, entry) in (1..).zip(entries(&past)) {
        if waiting.len() >= limits::HISTORY_AHEAD {
            settle(waiting.pop_front(), &mut taken, &mut repeated).await?;
        }
        let readings: Vec<Reading> = entry.iter().map(|known| known.reading).collect();
        let mark = SourceMark { source: source.clone(), epoch: 1, seq, digest: digest(&readings) };
        let count = readings.len();
        // The last period may not be over yet.
        let over = entry[0].over.min(now);
        let event = Event::History(Report { readings, ..Report::default() }, over);
        let put = loop {
            match asked.shell.put_history(mark.clone(), event.clone(), count) {
                Err(problem) if problem.kind == Kind::Busy && !waiting.is_empty() => {
                    settle(waiting.pop_front(), &mut taken, &mut repeated).await?;
                }
                put => break put?,
            }
        };
        waiting.push_back((count, put));
    }
    while !waiting.is_empty() {
        settle(waiting.pop_front(), &mut taken, &mut repeated).await?;
    }
    Ok((taken, repeated))
}

/// The readings of each entry: of one time of receiving, and not too many.
fn entries(past: &[Known]) -> impl Iterator<Item = &[Known]> {
    let same = past.chunk_by(|one, next| one.over == next.over);
    same.flat_map(|entry| entry.chunks(limits::HISTORY_ENTRY))
}

async fn settle(
    first: Option<(usize, oneshot::Receiver<Receipt>)>,
    taken: &mut usize,
    repeated: &mut usize,
) -> Result<(), Problem> {
    let Some((count, written)) = first else { return Ok(()) };
    match written.await.map_err(|_| Problem::stopping())? {
        Receipt::Appended { .. } => *taken += count,
        Receipt::Duplicate { .. } | Receipt::TooOld { .. } => *repeated += count,
        Receipt::Conflict => {
            return Err(Problem::new(Kind::Sequence, "the unit's hours or cadences have changed"));
        }
    }
    Ok(())
}

/// What an entry says, whoever numbers it.
fn digest(readings: &[Reading]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for Reading { indicator: IndicatorId(indicator), at, value } in readings {
        hash.update(indicator.to_le_bytes());
        hash.update(at.as_millis().to_le_bytes());
        hash.update(value.to_le_bytes());
    }
    hash.finalize().into()
}

fn refused(wrong: Wrong) -> Response<Body> {
    let Wrong { listed, count } = wrong;
    let problem = match listed.first() {
        Some(first) => {
            let place = format!("rows[{}]", first.row);
            Problem::wrong(&place, &first.value, &first.expected)
        }
        None => Problem::new(Kind::Wrong, "the history cannot be brought in"),
    };
    let status = problem.status();
    let shape =
        HistoryRefused { problem: problem.to_wire(), problems: listed, problem_count: count };
    let mut response = answer(status, &shape);
    let media = HeaderValue::from_static("application/problem+json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}
