//! Matters: what is an incident about, in the words of `mission::sentence`?

use mission::escalation::Phase;
use mission::id::UnitId;
use mission::incident::{Cause, Happening, Incident, LogLine, Quiet, Strand};
use mission::obligation::{Obligation, State};
use mission::sentence::{Agreed, Change, Duty, Expectation, Plight};
use mission::series;
use mission::signal::{Direction, Kind, Signal, Surprise};

use super::Eyes;
use crate::wire::views::{Glyph, Tone};

impl<'a> Eyes<'a> {
    /// What an incident is about.
    pub(crate) fn plight(&self, incident: &Incident) -> Plight<'a> {
        match (&incident.cause, incident.strands.first()) {
            (Cause::Silence(quiets), _) => self.silence(quiets),
            (Cause::Alarm { kind, .. }, _) => Plight::Alarm(*kind),
            (Cause::Missed { obligation }, _) => {
                let owed = self.federation.obligation(*obligation);
                let creditor = owed.map_or("", |owed| self.name(owed.creditor));
                Plight::Missed { debtor: self.other(incident.unit), creditor }
            }
            (Cause::Change, Some(first)) => {
                let others = incident.strands.iter().skip(1);
                let name = |strand: &Strand| self.indicator(strand.indicator).name.as_str();
                Plight::Change { change: self.change(first), with: others.map(name).collect() }
            }
            // A correction took the last series out of it.
            (Cause::Change, None) => Plight::Alarm(mission::incident::Alarm::Unsure),
        }
    }

    /// The silence of those that have not come back; of all, once they have. Since when, is told of
    /// the first.
    fn silence(&self, quiets: &[Quiet]) -> Plight<'a> {
        let still: Vec<&Quiet> = quiets.iter().filter(|quiet| !quiet.is_back()).collect();
        let told = if still.is_empty() { quiets.iter().collect() } else { still };
        let first = told.iter().min_by_key(|quiet| quiet.since);
        let first = first.expect("an incident of silence is about an indicator at least");
        Plight::Silence {
            names: told.iter().map(|quiet| self.indicator(quiet.indicator).name.as_str()).collect(),
            since: first.since,
            cadence: self.indicator(first.indicator).cadence,
        }
    }

    /// A series of an incident as a change.
    pub(crate) fn change(&self, strand: &Strand) -> Change<'a> {
        let indicator = self.indicator(strand.indicator);
        let hours = &self.unit(indicator.unit).calendar;
        let before = strand.reference.band_at(series::moment(strand.since, hours)).expected;
        if let Some((told, agreed)) = self.agreed_since(strand) {
            return Change { agreed: Some(agreed), ..self.told(told) };
        }
        Change {
            name: &indicator.name,
            measure: &indicator.measure,
            cadence: indicator.cadence,
            kind: strand.kind,
            direction: strand.direction,
            surprise: Surprise::of(strand.direction, indicator.direction),
            since: strand.since,
            before,
            after: before + strand.change,
            sure: strand.sure,
            agreed: None,
        }
    }

    /// Where a new level was agreed the change is as it was told: it has no other reference any more.
    fn agreed_since(&self, strand: &Strand) -> Option<(&'a Signal, Agreed)> {
        let told = self.federation.signal_by_id(strand.signal)?;
        let incident = self.federation.incident(told.incident?)?;
        let level = strand.reference.level();
        let is_agreed = |line: &LogLine| line.what == Happening::NewLevel(level);
        let moved_to = (strand.change != 0.0).then_some(level + strand.change);
        incident.log.iter().any(is_agreed).then_some((told, Agreed { level, moved_to }))
    }

    /// What a signal told as a change.
    pub(crate) fn told(&self, signal: &Signal) -> Change<'a> {
        let indicator = self.indicator(signal.indicator);
        let after = match signal.kind {
            Kind::Unusual | Kind::OneOff => signal.value,
            Kind::Step | Kind::Slope => signal.after,
        };
        Change {
            name: &indicator.name,
            measure: &indicator.measure,
            cadence: indicator.cadence,
            kind: signal.kind,
            direction: signal.direction,
            surprise: signal.surprise,
            since: signal.since,
            before: signal.before,
            after,
            sure: signal.sure,
            agreed: None,
        }
    }

    /// The reference band of a series of an incident, as two numbers that hold for all of it.
    pub(crate) fn reference(&self, strand: &Strand) -> (f64, Expectation) {
        let hours = &self.unit(self.indicator(strand.indicator).unit).calendar;
        let band = strand.reference.band_at(series::moment(strand.since, hours));
        (band.expected, Expectation { lower: band.lower, upper: band.upper })
    }

    /// An obligation with the names its sentences need.
    pub(crate) fn duty(&self, owed: &Obligation) -> Duty<'a> {
        Duty {
            debtor: self.other(owed.debtor),
            creditor: self.other(owed.creditor),
            above: self.unit(owed.debtor).parent.map(|above| self.name(above)),
            state: owed.state,
            answer_by: owed.answer_by,
            help_came: owed.help_came,
        }
    }

    /// The direct part of `level` in which a unit lies, or the unit itself.
    pub(crate) fn part_of(&self, level: UnitId, unit: UnitId) -> UnitId {
        let registry = self.federation.registry();
        let mut chain = std::iter::once(unit).chain(registry.above(unit));
        chain.find(|id| registry.unit(*id).parent == Some(level)).unwrap_or(unit)
    }

    /// Levels above its unit that know of an incident: those it reached, and those that were asked
    /// for help with it.
    pub(crate) fn levels_told(&self, incident: &Incident) -> Vec<String> {
        let reached = incident.chain.iter().skip(1).map(|holder| holder.unit);
        let reached = reached.filter(|unit| incident.reached_by(*unit).is_some());
        let asked = self
            .federation
            .obligations_of(incident.unit)
            .filter(|owed| owed.debtor != incident.unit && owed.incidents.contains(&incident.id));
        let mut told: Vec<UnitId> = reached.chain(asked.map(|owed| owed.debtor)).collect();
        told.sort_unstable();
        told.dedup();
        told.into_iter().map(|unit| self.name(unit).to_owned()).collect()
    }

    /// Whether an incident is out of sight for now.
    pub(crate) fn is_shelved(&self, incident: &Incident) -> bool {
        incident.is_open() && incident.shelved.as_ref().is_some_and(|shelf| self.now < shelf.until)
    }

    pub(crate) fn tone(&self, incident: &Incident) -> Tone {
        match (incident.phase, &incident.cause) {
            (Phase::Closed | Phase::Settling, _) => Tone::Plain,
            (Phase::Running | Phase::Waiting, _) if self.is_shelved(incident) => Tone::Plain,
            (Phase::Running | Phase::Waiting, Cause::Silence(_)) => Tone::Watch,
            (
                Phase::Running | Phase::Waiting,
                Cause::Change | Cause::Alarm { .. } | Cause::Missed { .. },
            ) => Tone::Pain,
        }
    }
}

/// The sign of what an incident is about.
pub(crate) fn glyph(plight: &Plight<'_>) -> Glyph {
    match plight {
        Plight::Change { change, .. } => {
            change_glyph(change.kind, change.direction, change.surprise)
        }
        Plight::Silence { .. } => Glyph::Silent,
        Plight::Alarm(_) => Glyph::Alarm,
        Plight::Missed { .. } => Glyph::Missed,
    }
}

/// The sign of a change.
pub(crate) const fn change_glyph(kind: Kind, direction: Direction, surprise: Surprise) -> Glyph {
    match (surprise, kind, direction) {
        (_, Kind::Unusual | Kind::OneOff, _) => Glyph::Unusual,
        (Surprise::Good, Kind::Step | Kind::Slope, _) => Glyph::Better,
        (Surprise::Bad, Kind::Step, Direction::Up) => Glyph::StepUp,
        (Surprise::Bad, Kind::Step, Direction::Down) => Glyph::StepDown,
        (Surprise::Bad, Kind::Slope, Direction::Up) => Glyph::SlopeUp,
        (Surprise::Bad, Kind::Slope, Direction::Down) => Glyph::SlopeDown,
    }
}

/// The tone of what a signal told.
pub(crate) const fn signal_tone(signal: &Signal) -> Tone {
    match (signal.surprise, signal.kind) {
        (Surprise::Good, Kind::Step | Kind::Slope) => Tone::Joy,
        (Surprise::Good | Surprise::Bad, Kind::Unusual) => Tone::Watch,
        (Surprise::Good | Surprise::Bad, Kind::OneOff) => Tone::Plain,
        (Surprise::Bad, Kind::Step | Kind::Slope) => Tone::Pain,
    }
}

/// Whether the answer is owed and can still be in time.
pub(crate) const fn is_running(state: State) -> bool {
    match state {
        State::Owed | State::Owned => true,
        State::Answered | State::Missed | State::Late | State::Met | State::Released => false,
    }
}
