//! Flow: how does the work flow through a unit, and where is it short?
//!
//! The drawing as its people made it, with figures as they stand now. Of a part a level is shown
//! here what it is shown of it in the Room, and no more.

use std::collections::BTreeSet;

use mission::agreement::Subject;
use mission::federation::Federation;
use mission::flow::{Drawing, Flow as Drawn, Shows};
use mission::id::{FlowId, IndicatorId};
use mission::limits;
use mission::reach::{Resource, Viewer};
use mission::registry::{Direction, Sphere};
use mission::sentence::{self, Lang, Load, Shortfall, Standing};
use mission::time::Timestamp;

use super::room::state;
use super::{Eyes, Hidden};
use crate::wire::views::{
    FigureState, Flow, FlowDrawing, FlowRibbon, FlowShown, FlowStep, FlowVersion,
};

/// The flow of the viewer's own unit: the latest drawing, or the one that is named.
pub fn flow(
    federation: &Federation,
    viewer: Viewer,
    unit: mission::id::UnitId,
    version: Option<u64>,
    lang: Lang,
    now: Timestamp,
) -> Result<Flow, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    let latest = federation.flows_of(unit).next_back();
    let drawn = match version {
        None => latest,
        Some(id) => Some(eyes.drawn(FlowId(id)).ok_or(Hidden)?),
    };
    Ok(eyes.flow(drawn, latest))
}

impl<'a> Eyes<'a> {
    /// A drawing of the place that the viewer may see.
    fn drawn(&self, id: FlowId) -> Option<&'a Drawn> {
        let drawn = self.federation.flow(id).filter(|it| it.unit == self.place)?;
        self.sees(Resource::Flow(id)).then_some(drawn)
    }

    fn flow(&self, drawn: Option<&Drawn>, latest: Option<&Drawn>) -> Flow {
        let voice = self.voice();
        let shown = self.shown(drawn.map(|it| &it.drawing));
        let boxes = drawn.map_or(&[][..], |it| &it.drawing.boxes);
        let is_pressing = |shows: Option<Shows>| {
            shown.iter().any(|(known, it)| Some(*known) == shows && it.pressing)
        };
        let short: Vec<String> =
            boxes.iter().filter(|it| is_pressing(it.shows)).map(|it| it.name.clone()).collect();
        let lede = match drawn {
            None => voice.flow_begins().to_owned(),
            Some(it) if latest.is_some_and(|latest| latest.id != it.id) => {
                format!("{} {}", voice.drawn(&it.by, it.at), voice.drawn_before())
            }
            Some(it) => voice.drawn(&it.by, it.at),
        };
        let proposed = match latest {
            None => self.federation.proposed_flow(self.place),
            Some(_) => None,
        };
        let versions = self.federation.flows_of(self.place).rev();
        let most = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        Flow {
            frame: self.frame(voice.flow_title(self.name(self.place))),
            sentence: voice.flow(boxes.len(), &short),
            lede,
            drawing: drawn.map(|it| self.drawing(&it.drawing)),
            version: drawn.map(|it| it.id.0.to_string()),
            versions: versions.map(|it| self.version(it)).collect(),
            shown: shown.into_iter().map(|(_, it)| it).collect(),
            proposed: proposed.map(|drawing| self.drawing(&drawing)),
            may_draw: true,
            hint: voice.draw_hint().to_owned(),
            boxes_at_most: most(limits::FLOW_BOXES),
            lines_at_most: most(limits::FLOW_LINES),
        }
    }

    fn version(&self, drawn: &Drawn) -> FlowVersion {
        let voice = self.voice();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        FlowVersion {
            id: drawn.id.0.to_string(),
            at: self.when(drawn.at, voice.moment(drawn.at)),
            text: voice.drawn(&drawn.by, drawn.at),
            boxes: count(drawn.drawing.boxes.len()),
            lines: count(drawn.drawing.lines.len()),
        }
    }

    fn drawing(&self, drawing: &Drawing) -> FlowDrawing {
        let key = |id: IndicatorId| self.indicator(id).key.to_string();
        let boxes = drawing.boxes.iter().map(|one| {
            let (figure, part) = match one.shows {
                None => (None, None),
                Some(Shows::Figure(id)) => (Some(key(id)), None),
                Some(Shows::Part(unit)) => (None, Some(self.unit(unit).path.to_string())),
            };
            FlowStep { key: one.key.to_string(), name: one.name.clone(), figure, part }
        });
        let lines = drawing.lines.iter().map(|line| FlowRibbon {
            from: line.from.to_string(),
            to: line.to.to_string(),
            what: line.what.clone(),
            figure: line.volume.map(key),
        });
        FlowDrawing { boxes: boxes.collect(), lines: lines.collect() }
    }

    /// What can be shown now, and what the drawing shows that is retired or gone elsewhere since.
    fn shown(&self, drawing: Option<&Drawing>) -> Vec<(Shows, FlowShown)> {
        let figures = self.live_indicators().map(Shows::Figure);
        let parts = self.federation.registry().parts(self.place).iter().copied().map(Shows::Part);
        let mut all: Vec<Shows> = figures.chain(parts).collect();
        let mut known: BTreeSet<Shows> = all.iter().copied().collect();
        let in_boxes = drawing.iter().flat_map(|it| &it.boxes).filter_map(|one| one.shows);
        let in_lines = drawing.iter().flat_map(|it| &it.lines).filter_map(|line| line.volume);
        let drawn = in_boxes.chain(in_lines.map(Shows::Figure));
        all.extend(drawn.filter(|shows| known.insert(*shows)));
        let one = |shows| match shows {
            Shows::Figure(id) => (shows, self.figure_shown(id)),
            Shows::Part(unit) => (shows, self.part_shown(unit)),
        };
        all.into_iter().map(one).collect()
    }

    fn figure_shown(&self, id: IndicatorId) -> FlowShown {
        let (voice, indicator) = (self.voice(), self.indicator(id));
        let standing = self.figure_standing(id);
        let figure = self.indicator_ref(id);
        let agreed = |subject| {
            let counts = indicator.sphere != Sphere::AboutPeople;
            counts.then(|| self.agreed(subject)).flatten()
        };
        let capability = agreed(Subject::Capability(id));
        let last = self.federation.series(id).last();
        let load = last.map(|last| Load {
            measure: &indicator.measure,
            direction: indicator.direction,
            actuality: last.value,
            at: (last.at, indicator.cadence),
            capability,
            is_pressing: self.is_news_that_it_is_short(id, standing),
        });
        let short = load.as_ref().and_then(Load::shortfall);
        FlowShown {
            state: state(standing),
            state_text: voice.standing(standing).map(str::to_owned),
            actuality: last.map(|last| last.value),
            capability,
            potentiality: agreed(Subject::Potentiality(id)),
            unit_text: figure.unit_text.clone(),
            decimals: figure.decimals,
            short_text: short.map(|short| voice.short_by(&short)),
            pressing: short.is_some_and(|short| short.is_pressing),
            text: load.as_ref().map_or_else(
                || voice.no_load(&indicator.name),
                |load| voice.load(&indicator.name, load),
            ),
            figure: Some(figure),
            part: None,
        }
    }

    /// What is short of its capability every day is no news: the filter says what is.
    fn is_news_that_it_is_short(&self, id: IndicatorId, standing: Standing) -> bool {
        let last = self.federation.series(id).last();
        let band = last.and_then(|last| Some((last.value, last.band()?)));
        match standing {
            Standing::Incident => true,
            Standing::Unusual => {
                band.is_some_and(|(value, (lower, upper))| match self.indicator(id).direction {
                    Direction::More => value < f64::from(lower),
                    Direction::Less => value > f64::from(upper),
                    Direction::OnTarget => false,
                })
            }
            Standing::AsExpected
            | Standing::Better
            | Standing::Learning
            | Standing::Stale
            | Standing::NoData
            | Standing::Silent
            | Standing::Locked
            | Standing::Shared
            | Standing::Shelved
            | Standing::Corrected => false,
        }
    }

    fn part_shown(&self, part: mission::id::UnitId) -> FlowShown {
        let voice = self.voice();
        let tile = self.part_tile(part);
        let bar = tile.bar.as_ref();
        let values = |pick: fn(&crate::wire::views::Bar) -> Option<f64>| bar.and_then(pick);
        let (actuality, capability) = (values(|bar| bar.actuality), values(|bar| bar.capability));
        let pressing = tile.state == FigureState::Unusual;
        let missing = actuality.zip(capability).map(|(now, could)| could - now);
        let short = missing.filter(|by| *by > 0.0).map(|by| Shortfall {
            by,
            measure: "%",
            direction: Direction::More,
            is_pressing: pressing,
        });
        FlowShown {
            figure: None,
            part: Some(self.unit_ref(part)),
            state: tile.state,
            state_text: tile.state_text.clone(),
            actuality,
            capability,
            potentiality: values(|bar| bar.potentiality),
            unit_text: sentence::measure(self.lang, "%"),
            decimals: 0,
            pressing: pressing && short.is_some(),
            short_text: short.map(|short| voice.short_by(&short)),
            text: voice.part_load(&tile.name, bar.map(|bar| bar.text.as_str()), &tile.under),
        }
    }
}
