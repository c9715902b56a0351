//! Corrections: what was a figure before it was corrected, when, and by which role?
//!
//! Each correction is a line of the unit's telex, which is kept for good; it is read backwards from the
//! latest line, as far as a limit. What a machine corrects by the hundred is not told line by line.

use axum::http::StatusCode;
use mission::effect::News;
use mission::reach::{Resource, reach};
use mission::report::find_indicator;
use store::StoreError;

use crate::asked::{Answer, Asked, answer};
use crate::limits::{CORRECTIONS, CORRECTIONS_SOUGHT, TELEX_LINES};
use crate::problem::Problem;
use crate::wire::correction::{Correction, Corrections};

/// `GET /api/v1/units/{id}/indicators/{key}/corrections`
pub(crate) async fn corrections(asked: Asked) -> Answer {
    let (viewer, unit) = (asked.viewer()?, asked.unit()?);
    let registry = asked.shell.registry();
    let found = find_indicator(&registry, unit, asked.param("key")).ok_or_else(Problem::unknown)?;
    let seen = asked.shell.ask(move |federation| {
        let is_own = reach(federation, viewer, Resource::Unit(unit)).is_any();
        is_own.then(|| federation.applied().offset)
    });
    let offset = seen.await?.ok_or_else(Problem::unknown)?;
    let hours = registry.unit(unit).calendar.clone();
    let read = move |reader: &mut dyn store::Reader| -> Result<Vec<Correction>, StoreError> {
        let (mut kept, mut before) = (Vec::new(), None);
        for _ in 0..CORRECTIONS_SOUGHT {
            let lines = reader.notices(unit, before, TELEX_LINES)?;
            let Some(last) = lines.last() else { break };
            before = Some(last.number);
            kept.extend(lines.iter().filter_map(|line| {
                let News::Corrected(it) = &line.notice.what else { return None };
                (it.indicator == found).then(|| Correction::of(it, line.notice.at, &hours))
            }));
            if kept.len() >= CORRECTIONS {
                break;
            }
        }
        kept.truncate(CORRECTIONS);
        Ok(kept)
    };
    let corrections = asked.shell.old_readings(offset, read).await?;
    Ok(answer(StatusCode::OK, &Corrections { corrections }))
}
