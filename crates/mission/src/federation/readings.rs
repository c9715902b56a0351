//! Readings: what follows from what observing answered?
//!
//! The half of taking in readings that goes in the order of the log: the day's figures, silence
//! broken, recovery judged, signals told, incidents opened or joined.

use filter::Kind as FilterKind;

use super::{Federation, Now, Observed};
use crate::effect::{News, Thing};
use crate::escalation::{Event, Phase};
use crate::id::{IncidentId, IndicatorId};
use crate::incident::{Cause, End, Era, Happening, Place, Strand};
use crate::limits;
use crate::registry::{Indicator, Sphere};
use crate::report::{Correction, Reading, Report, Signature};
use crate::series::{self, Arrival, Taken};
use crate::signal::{Direction, Kind, Signal, Surprise};
use crate::time::Timestamp;

impl Federation {
    /// Decides on a report, reading by reading.
    pub(super) fn decide(&mut self, now: &mut Now, report: &Report, observed: Observed) {
        let mut corrections = 0;
        for (reading, taken) in report.readings.iter().zip(observed.into_taken()) {
            if let Arrival::Corrected(was) = taken.arrival
                && now.era == Era::Live
                && corrections < limits::CORRECTIONS_TOLD
            {
                corrections += 1;
                self.tell_correction(now, *reading, was, report.signed.clone());
            }
            self.decide_reading(now, *reading, taken);
        }
        if now.era == Era::Live {
            for no_data in &report.no_data {
                self.excuse(now, no_data);
            }
        }
        let readings = report.readings.iter().map(|reading| reading.indicator);
        let first = readings.chain(report.no_data.iter().map(|no_data| no_data.indicator)).next();
        if let (Some(note), Some(first)) = (&report.note, first) {
            let unit = self.registry.indicator(first).unit;
            self.tell(now, unit, News::Note(note.clone()));
        }
    }

    fn tell_correction(
        &mut self,
        now: &mut Now,
        Reading { indicator, at, value }: Reading,
        was: f64,
        signed: Option<Signature>,
    ) {
        let unit = self.registry.indicator(indicator).unit;
        let correction = Correction { indicator, at, was, value, signed };
        self.tell(now, unit, News::Corrected(correction));
    }

    fn decide_reading(&mut self, now: &mut Now, reading: Reading, taken: Taken) {
        if taken.arrival == Arrival::Duplicate {
            return;
        }
        if let Some(sealed) = taken.sealed {
            now.step.sealed.push((reading.indicator, sealed));
        }
        now.step.amended.extend(taken.amended);
        if taken.arrival != Arrival::Old {
            self.count_in_day(now, reading, taken.arrival);
        }
        if now.passing.is_linked && now.era == Era::Live {
            self.pass_reading(now, reading.indicator, (reading.at, reading.value));
        }
        match now.era {
            Era::Live => self.broke_silence(now, reading.indicator, reading.at),
            Era::History => self.let_history_pass(now, reading.indicator),
        }
        for since in taken.overturned {
            self.overturn(now, reading.indicator, since);
        }
        if taken.arrival != Arrival::Old {
            self.judge(now, reading, taken.arrival);
        }
        for news in taken.found.into_iter().chain(taken.news) {
            self.hear(now, reading.indicator, &news);
        }
    }

    /// In the past nothing rises. What was not put right in its time is history from then on, so
    /// that the next change of the series is found as one of its own.
    fn let_history_pass(&mut self, now: &mut Now, indicator: IndicatorId) {
        let Some(id) = self.open_change_of(indicator, Era::History) else { return };
        let ran_out = self.incidents[&id].rises_at().filter(|at| *at <= now.at);
        if let Some(at) = ran_out {
            let present = std::mem::replace(&mut now.at, at);
            self.end(now, id, End::History);
            now.at = present;
        }
    }

    /// Holds a reading against the reference of the incident that its series is part of.
    fn judge(&mut self, now: &mut Now, reading: Reading, arrival: Arrival) {
        let Some(id) = self.open_change_of(reading.indicator, now.era) else { return };
        if self.apart_until(reading.indicator, reading.at).is_some() {
            return;
        }
        let hours = self.hours(reading.indicator);
        let moment = series::moment(reading.at, hours);
        let Indicator { cadence, direction, .. } = *self.registry.indicator(reading.indicator);
        let period = cadence.period_of(reading.at, hours);
        if !cadence.is_due(&period, hours) {
            return;
        }
        let incident = self.incidents.get_mut(&id).expect("it is open");
        let mut strands = incident.strands.iter_mut();
        let Some(strand) = strands.find(|strand| strand.indicator == reading.indicator) else {
            return;
        };
        let first_judged = strand.judged.first().map_or(strand.since, |first| first.at);
        if reading.at < strand.since || (arrival != Arrival::New && reading.at < first_judged) {
            return;
        }
        let is_next = strand.judged.last().is_none_or(|last| last.at < period.start);
        let place = strand.judge(moment, period, (reading.at, reading.value), direction);
        if place == Place::Inside && arrival == Arrival::New && is_next {
            strand.settled += 1;
        }
        now.touch(Thing::Incident(id));
        self.move_on(now, id);
    }

    /// Lets happen what the judged readings of an incident's series say together.
    fn move_on(&mut self, now: &mut Now, id: IncidentId) {
        let strands = &self.incidents[&id].strands;
        let all = |claim: fn(&Strand) -> bool| strands.iter().all(claim);
        let event = if !all(Strand::is_inside) {
            Event::Outside
        } else if !all(Strand::has_recovered) {
            Event::Inside
        } else if all(|strand| strand.settled >= limits::READINGS_TO_RECOVER)
            && self.incidents[&id].phase == Phase::Settling
        {
            Event::Settled
        } else {
            Event::Recovered
        };
        self.happen(now, id, event);
    }

    /// A correction showed that what was told would not have been news.
    fn overturn(&mut self, now: &mut Now, indicator: IndicatorId, since: Timestamp) {
        let told: Vec<_> = self
            .signals_of(indicator)
            .filter(|signal| signal.since == since && signal.overturned.is_none())
            .map(|signal| signal.id)
            .collect();
        for id in told {
            let signal = self.signals.get_mut(&id).expect("looked up above");
            signal.overturned = Some(now.at);
            let incident = signal.incident;
            now.touch(Thing::Signal(id));
            let unit = self.registry.indicator(indicator).unit;
            self.tell(now, unit, News::Signal(id));
            if let Some(incident) = incident {
                self.drop_strands(now, incident, End::Corrected, |it| {
                    it.indicator == indicator && it.since == since
                });
            }
        }
    }

    /// Takes series out of an incident; without the last one it ends.
    pub(super) fn drop_strands(
        &mut self,
        now: &mut Now,
        id: IncidentId,
        how: End,
        goes: impl Fn(&Strand) -> bool,
    ) {
        let incident = self.incidents.get_mut(&id).expect("signals name incidents that are there");
        if !incident.is_open() {
            return;
        }
        if incident.strands.iter().all(&goes) {
            return self.end(now, id, how);
        }
        let gone: Vec<Strand> = incident.strands.extract_if(.., |strand| goes(strand)).collect();
        for strand in &gone {
            if incident.strand(strand.indicator).is_none() {
                self.lookup.leave(strand.indicator, id);
            }
        }
        if !gone.is_empty() {
            now.touch(Thing::Incident(id));
            self.move_on(now, id);
        }
    }

    /// Hears what the filter says of a reading.
    fn hear(&mut self, now: &mut Now, indicator: IndicatorId, news: &series::News) {
        let filter::Verdict { told, unusual, .. } = news.verdict;
        match told.map(|told| told.kind) {
            Some(FilterKind::Transient) => {
                let signal = self.signal(now, indicator, news, Kind::OneOff);
                self.tell_signal(now, signal);
            }
            Some(FilterKind::Step | FilterKind::Slope) => self.hear_change(now, indicator, news),
            known @ (Some(FilterKind::Record) | None) => {
                let is_news = unusual || known.is_some();
                if is_news && self.open_change_of(indicator, now.era).is_none() {
                    let signal = self.signal(now, indicator, news, Kind::Unusual);
                    self.tell_signal(now, signal);
                }
            }
        }
    }

    /// A step or slope: good news, a return, a further change, or an incident.
    fn hear_change(&mut self, now: &mut Now, indicator: IndicatorId, news: &series::News) {
        let Some(told) = news.verdict.told else { return };
        let open = self.open_change_of(indicator, now.era);
        if let Some(strand) = open.and_then(|id| self.incidents[&id].strand(indicator)) {
            let off = |level: f64| (level - strand.reference.level()).abs();
            let is_back = off(told.after) <= (1.0 - limits::REGAINED) * strand.change.abs();
            // A return towards the reference is recovery, which the readings decide.
            if is_back || off(told.after) < off(told.before) {
                return;
            }
        }
        let mut signal = self.signal(now, indicator, news, told.kind.into());
        if signal.surprise == Surprise::Good {
            return self.tell_signal(now, signal);
        }
        let Some(reference) = news.reference.as_deref() else { return };
        if let Some(id) = open {
            signal.incident = Some(id);
            let incident = self.incidents.get_mut(&id).expect("it is open");
            let mut strands = incident.strands.iter_mut();
            if let Some(strand) = strands.find(|strand| strand.indicator == indicator) {
                strand.go_further(told.after);
            }
            self.log(now, id, Happening::WentFurther(indicator, signal.id));
            return self.tell_signal(now, signal);
        }
        let mut strand = Strand {
            indicator,
            signal: signal.id,
            kind: signal.kind,
            direction: signal.direction,
            since: signal.since,
            reference: *reference,
            change: told.after - told.before,
            sure: told.sure,
            judged: Vec::new(),
            settled: 0,
        };
        let hours = self.hours(indicator);
        let Indicator { cadence, direction, .. } = *self.registry.indicator(indicator);
        let (moment, period) = (series::moment(news.at, hours), cadence.period_of(news.at, hours));
        strand.judge(moment, period, (news.at, news.value), direction);
        let id = self.open_or_join(now, strand);
        signal.incident = Some(id);
        self.tell_signal(now, signal);
    }

    /// Signals of one unit and day are one event and one incident, as long as it is the unit's own.
    /// The clock is the one that runs, but no series rises before three readings of it were due
    /// since it was told. What is about people stays with the unit and what is not may rise, so these two
    /// are never one.
    fn open_or_join(&mut self, now: &mut Now, strand: Strand) -> IncidentId {
        let unit = self.registry.indicator(strand.indicator).unit;
        let hours = self.registry.unit(unit).calendar.clone();
        let day = hours.date_of(strand.since);
        let stays = |strand: &Strand| {
            self.registry.indicator(strand.indicator).sphere == Sphere::AboutPeople
        };
        let same_event = self.reached(unit).find(|incident| {
            let began = |other: &Strand| hours.date_of(other.since) == day;
            let is_own = incident.unit == unit && incident.level == 0;
            let is_so = is_own && incident.is_open() && incident.era == now.era;
            is_so
                && incident
                    .strands
                    .iter()
                    .any(|other| began(other) && stays(other) == stays(&strand))
        });
        match same_event.map(|incident| incident.id) {
            None => self.open_incident(now, unit, Cause::Change, vec![strand]),
            Some(id) => {
                let joined = Happening::Joined(strand.indicator, strand.signal);
                let own = std::slice::from_ref(&strand);
                let earliest = self.third_due(&Cause::Change, own, now.at);
                let incident = self.incidents.get_mut(&id).expect("found above");
                incident.join(strand);
                incident.clock.not_before = incident.clock.not_before.max(earliest);
                self.lookup.put_incident(incident);
                self.log(now, id, joined);
                self.move_on(now, id);
                id
            }
        }
    }

    fn signal(
        &self,
        now: &mut Now,
        indicator: IndicatorId,
        news: &series::News,
        kind: Kind,
    ) -> Signal {
        let band = news.verdict.band;
        let told = news.verdict.told;
        let direction = match &told {
            Some(told) => Direction::from(told.direction),
            None if news.value < band.expected => Direction::Down,
            None => Direction::Up,
        };
        let since =
            told.map_or(news.at, |told| Timestamp::from_millis(told.since.saturating_mul(1000)));
        Signal {
            id: now.mint.id(),
            indicator,
            kind,
            direction,
            surprise: Surprise::of(direction, self.registry.indicator(indicator).direction),
            since,
            at: news.at,
            told: now.at,
            value: news.value,
            before: told.map_or(band.expected, |told| told.before),
            after: told.map_or(news.value, |told| told.after),
            lower: band.lower,
            upper: band.upper,
            sure: told.map_or(0.0, |told| told.sure),
            incident: None,
            overturned: None,
        }
    }

    /// Keeps a signal and tells its unit, and nobody else.
    fn tell_signal(&mut self, now: &mut Now, signal: Signal) {
        let (id, unit) = (signal.id, self.registry.indicator(signal.indicator).unit);
        self.keep_signal(signal);
        now.touch(Thing::Signal(id));
        self.tell(now, unit, News::Signal(id));
    }
}
