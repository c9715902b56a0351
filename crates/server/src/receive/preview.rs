//! Preview: what would become of a report, were it sent?
//!
//! It is read and sorted as a report is, and nothing of it is kept: for whoever pastes a month of figures
//! and wants to see first what goes where, what is wrong, and what it would replace.

use axum::http::StatusCode;
use mission::limits::PROBLEMS_LISTED;
use mission::reach::{Resource, reach};

use super::{read, unpack};
use crate::asked::{Answer, Asked, answer};
use crate::view::rfc3339;
use crate::wire::report::{Kept, ReportPreview};

/// `POST /api/v1/reports/preview`
pub(crate) async fn preview(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let unpacked = unpack::body(&asked)?;
    let sifted = read(&asked, &unpacked)?;
    let acceptable = sifted.report.readings.len() + sifted.report.no_data.len();
    let readings = sifted.report.readings;
    let known = asked.shell.ask(move |federation| {
        let registry = federation.registry();
        let kept = readings.iter().filter_map(|reading| {
            // Whoever reports for a part is not told by it what that reports.
            let seen = reach(federation, viewer, Resource::Series(reading.indicator));
            let tail = &federation.series(reading.indicator).tail;
            let place = tail.partition_point(|point| point.at < reading.at);
            let point = tail.get(place).filter(|it| it.at == reading.at && seen.covers(it.at))?;
            let indicator = registry.indicator(reading.indicator);
            let unit = registry.unit(indicator.unit);
            Some(Kept {
                unit: unit.path.to_string(),
                indicator: indicator.key.to_string(),
                at: rfc3339(point.at, &unit.calendar),
                value: point.value,
            })
        });
        kept.take(PROBLEMS_LISTED).collect()
    });
    let known = known.await?;
    let (problems, problem_count) = (sifted.problems, sifted.problem_count);
    Ok(answer(StatusCode::OK, &ReportPreview { acceptable, known, problems, problem_count }))
}
