//! Sharing: where does the view of openings and requests come from, and what counts as a look?

use mission::id::UnitId;
use mission::report::find_indicator;

use crate::asked::Asked;
use crate::problem::Problem;
use crate::view;
use crate::wire::views::{Frame, IndicatorRef, View};

/// The openings and requests of a unit, or its boundary.
pub(super) async fn sharing(asked: &Asked, unit: UnitId) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let viewer = asked.viewer_if_named();
    // Who looked is not read where it is not shown.
    let looked = match viewer {
        Some(viewer) if viewer.0 == unit => asked.shell.people.looks_at(unit)?,
        Some(_) | None => Vec::new(),
    };
    let made = asked.shell.ask(move |federation| {
        let made = viewer.and_then(|viewer| {
            view::sharing::sharing(federation, viewer, unit, &looked, lang, now).ok()
        });
        made.map_or_else(
            || view::boundary::boundary(federation, viewer, Some(unit), lang, now).into(),
            View::from,
        )
    });
    made.await
}

/// Counts which readings of other units the viewer is shown.
pub(super) fn count_looks(asked: &Asked, view: &View) {
    let of_place = |frame: &Frame, shown: &IndicatorRef| {
        frame.place.as_ref().map(|place| (place.id.clone(), shown.key.clone()))
    };
    let shown: Vec<(String, String)> = match view {
        // Whoever looks back looks as well.
        View::Past(view) => return view.shown.iter().for_each(|shown| count_looks(asked, shown)),
        View::Indicator(view) => of_place(&view.frame, &view.indicator).into_iter().collect(),
        View::Incident(view) => {
            let chart = view.chart.as_ref();
            chart.and_then(|chart| of_place(&view.frame, &chart.indicator)).into_iter().collect()
        }
        View::Room(view) => {
            let cards = view.passed_up.iter();
            let charts = cards.filter_map(|card| Some((&card.unit, card.chart.as_ref()?)));
            charts.map(|(unit, chart)| (unit.id.clone(), chart.indicator.key.clone())).collect()
        }
        View::Today(_)
        | View::Plan(_)
        | View::Agreement(_)
        | View::Directive(_)
        | View::Units(_)
        | View::Boundary(_)
        | View::Door(_)
        | View::People(_)
        | View::Me(_)
        | View::Sharing(_)
        | View::Flow(_)
        | View::Setup(_)
        | View::Audit(_)
        | View::Telex(_)
        | View::Board(_)
        | View::Minute(_)
        | View::Problem(_) => return,
    };
    let Some(viewer) = asked.viewer_if_named() else { return };
    let registry = asked.shell.registry();
    for (unit, key) in shown {
        let unit = unit.parse().ok().map(UnitId);
        if let Some(found) = unit.and_then(|unit| find_indicator(&registry, unit, &key)) {
            asked.shell.count_look(viewer, found);
        }
    }
}
