//! Receive: how does a report come in, and what is its sender told?
//!
//! A report is JSON, or CSV with a header, perhaps gzipped. What can be taken in is, and durable
//! before it is acknowledged; the rest is listed back with the field, the value and what would be
//! right. A unit reports for itself and for what is below it.

mod lines;
pub(crate) mod past;
pub(crate) mod preview;
mod table;
mod unpack;

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use mission::limits::{PROBLEMS_LISTED, SOURCE_LETTERS, WORDS_LETTERS};
use mission::name::words;
use mission::reach::Viewer;
use mission::registry::Registry;
use mission::report::{Field, Problems, Report, validate};
use sha2::{Digest, Sha256};
use store::{Receipt, SourceMark};

use self::lines::{Bad, Line};
use crate::asked::{Answer, Asked, answer, find_unit};
use crate::clock::Stopwatch;
use crate::problem::{Kind, Problem};
use crate::shell::Received;
use crate::wire::problem::Problem as WireProblem;
use crate::wire::report::{LineProblem, ReportAnswer, ReportRefused};

/// A report as it came, in whatever form.
struct Sent<'a> {
    source: Option<Cow<'a, str>>,
    /// The role that signs.
    by: Option<Cow<'a, str>>,
    epoch: Option<u64>,
    seq: Option<u64>,
    note: Option<Cow<'a, str>>,
    lines: Vec<Line<'a>>,
}

/// `POST /api/v1/reports`
pub(crate) async fn report(asked: Asked) -> Answer {
    let watch = Stopwatch::start();
    let unpacked = unpack::body(&asked)?;
    let sifted = read(&asked, &unpacked)?;
    let measures = &asked.shell.measures;
    measures.readings_refused.add(sifted.problems.len());
    if sifted.is_empty() {
        return Ok(nothing_taken(sifted));
    }
    let Sifted { mark, report, problems, problem_count } = sifted;
    let taken = report.readings.len() + report.no_data.len();
    let received = Received { mark, report, bytes: unpacked.len() };
    let (accepted, duplicates) = match asked.shell.receive(received).await? {
        Receipt::Appended { .. } => (taken, 0),
        Receipt::Duplicate { .. } => (0, taken),
        Receipt::Conflict => {
            return Err(Problem::new(
                Kind::Sequence,
                "another report came with this source, epoch and seq; number this one higher",
            ));
        }
        Receipt::TooOld { newest_seq } => {
            return Err(Problem::new(
                Kind::Sequence,
                format!(
                    "too old: seq went back too far behind {newest_seq}, and nobody can say whether \
                     this came before; begin a higher epoch, or go on from {newest_seq}"
                ),
            ));
        }
    };
    measures.reports_acknowledged.add(usize::from(duplicates == 0));
    measures.reports_duplicate.add(usize::from(duplicates > 0));
    measures.readings_accepted.add(accepted);
    measures.acknowledgement.record(watch.elapsed());
    Ok(answer(StatusCode::OK, &ReportAnswer { accepted, duplicates, problems, problem_count }))
}

/// Reads a body as a report, and sorts it.
fn read(asked: &Asked, body: &[u8]) -> Result<Sifted, Problem> {
    let viewer = asked.viewer()?;
    let sent = match asked.content_type().as_str() {
        "" | "application/json" => lines::read(body)?,
        "text/csv" => table::read(asked, body)?,
        other => {
            let detail = format!("a report is application/json or text/csv, not {other:?}");
            return Err(Problem::new(Kind::Form, detail));
        }
    };
    sift(asked, viewer, sent, body)
}

/// A report sorted into what is taken in and what is not.
struct Sifted {
    mark: Option<SourceMark>,
    report: Report,
    problems: Vec<LineProblem>,
    problem_count: usize,
}

impl Sifted {
    fn is_empty(&self) -> bool {
        self.report.readings.is_empty()
            && self.report.no_data.is_empty()
            && self.report.note.is_none()
    }
}

fn sift(asked: &Asked, viewer: Viewer, sent: Sent<'_>, body: &[u8]) -> Result<Sifted, Problem> {
    let registry = asked.shell.registry();
    let mark = mark(viewer, &sent, body)?;
    let note = match &sent.note {
        Some(note) if !note.trim().is_empty() => {
            let note = words(note, WORDS_LETTERS);
            Some(note.map_err(|wrong| Problem::wrong("note", &wrong.given, wrong.expected))?)
        }
        Some(_) | None => None,
    };
    let signed = asked.signature(sent.by.as_deref())?;
    let mut may = Permission { registry: &registry, viewer, last: None };
    // Where each draft stood, and whether it is of the unit that is spoken for itself.
    let (mut places, mut drafts, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut problem_count = 0;
    for (index, line) in sent.lines.into_iter().enumerate() {
        let bad = match line {
            Line::Draft(draft) => match may.check(draft.unit.as_ref()) {
                Ok(is_own) => {
                    places.push((index, is_own));
                    drafts.push(draft);
                    continue;
                }
                Err(bad) => bad,
            },
            Line::Bad(bad) => bad,
        };
        problem_count += 1;
        if problems.len() < PROBLEMS_LISTED {
            problems.push(listed(index, bad));
        }
    }
    let (mut report, found) = validate(drafts, &registry, asked.shell.timekeeper.latest());
    report.note = note;
    report.signed = signed;
    let Problems { listed: found, count } = found;
    problem_count += count;
    problems.extend(found.into_iter().map(|found| {
        let field = found.field.name();
        let (index, is_own) = places[found.index];
        let expected = match found.field {
            // What a part reports, and in what, is the part's to tell.
            Field::Indicator if !is_own => "the key of an indicator of this unit".to_owned(),
            Field::Measure if !is_own => {
                "the unit of measure of this indicator, or none".to_owned()
            }
            Field::Unit | Field::Indicator | Field::At | Field::Value | Field::Measure => {
                found.expected
            }
        };
        listed(index, Bad { field, given: found.given, expected })
    }));
    problems.sort_by_key(|problem| problem.index);
    problems.truncate(PROBLEMS_LISTED);
    Ok(Sifted { mark, report, problems, problem_count })
}

/// A unit reports for itself and for what is below it.
struct Permission<'r> {
    registry: &'r Registry,
    viewer: Viewer,
    /// Neighbouring lines are mostly of one unit: it is looked up once.
    last: Option<(String, bool)>,
}

impl Permission<'_> {
    /// Whether the unit is the one that is spoken for, if it may be reported for at all.
    fn check(&mut self, given: &str) -> Result<bool, Bad> {
        if let Some((last, is_own)) = &self.last
            && last == given
        {
            return Ok(*is_own);
        }
        // What is no path, or no unit's, is for the check of the reading to say.
        let path = mission::name::Path::parse(given).ok();
        let unit = path.and_then(|path| self.registry.at_path(&path));
        let Viewer(viewer) = self.viewer;
        if unit.is_some_and(|unit| unit != viewer && !self.registry.is_above(viewer, unit)) {
            let path = &self.registry.unit(viewer).path;
            return Err(Bad {
                field: "unit",
                given: given.chars().take(80).collect(),
                expected: format!("{path}, which you speak for, or a unit below it"),
            });
        }
        let is_own = unit == Some(viewer);
        self.last = Some((given.to_owned(), is_own));
        Ok(is_own)
    }
}

/// The number that makes a report sent twice count once. Sources are named within the unit that is spoken
/// for: what another one has sent can neither be asked for by its number nor got in the way of.
fn mark(viewer: Viewer, sent: &Sent<'_>, body: &[u8]) -> Result<Option<SourceMark>, Problem> {
    let source = match &sent.source {
        Some(source) => {
            let source = words(source, SOURCE_LETTERS);
            Some(source.map_err(|wrong| Problem::wrong("source", &wrong.given, wrong.expected))?)
        }
        None => None,
    };
    match (source, sent.seq) {
        (Some(source), Some(seq)) => Ok(Some(SourceMark {
            source: format!("report:{}:{source}", viewer.0.0),
            epoch: sent.epoch.unwrap_or(0),
            seq,
            digest: Sha256::digest(body).into(),
        })),
        (None, Some(_)) => {
            Err(Problem::missing("source", "the name of the sender that counts seq"))
        }
        (_, None) => Ok(None),
    }
}

fn listed(index: usize, bad: Bad) -> LineProblem {
    let Bad { field, given, expected } = bad;
    let message = format!("{field} is {given:?}; expected {expected}");
    LineProblem { index, field: field.to_owned(), value: given, expected, message }
}

/// Nothing of it could be taken in: the first reason is the problem, and all are listed.
fn nothing_taken(sifted: Sifted) -> axum::http::Response<axum::body::Body> {
    let Sifted { problems, problem_count, .. } = sifted;
    let first = problems.first().map(|first| (first.field.clone(), first.message.clone()));
    let answered = ReportAnswer { accepted: 0, duplicates: 0, problems, problem_count };
    let Some((field, detail)) = first else { return answer(StatusCode::OK, &answered) };
    let problem = Problem { field: Some(field), ..Problem::new(Kind::Wrong, detail) };
    let status = problem.status();
    let problem: WireProblem = problem.to_wire();
    let mut refused = answer(status, &ReportRefused { problem, answer: answered });
    let media = HeaderValue::from_static("application/problem+json; charset=utf-8");
    refused.headers_mut().insert(header::CONTENT_TYPE, media);
    refused
}

/// The unit that a whole report is about, if its address names one.
fn unit_of_address(asked: &Asked) -> Result<Option<String>, Problem> {
    let Some(given) = asked.query("unit") else { return Ok(None) };
    find_unit(&asked.shell, "unit", given)?;
    Ok(Some(given.trim_matches('/').to_owned()))
}
