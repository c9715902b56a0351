//! Today: which figures does the unit report today, and what is expected of them?

use mission::cadence::Cadence;
use mission::federation::Federation;
use mission::id::UnitId;
use mission::reach::{Resource, Viewer};
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::due::Due;
use super::{Eyes, Hidden};
use crate::wire::views::{AlarmWords, Expected, Figure, Learnt, Previous, Today};

/// The report form of a unit, for the unit itself.
pub fn today(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    lang: Lang,
    now: Timestamp,
) -> Result<Today, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    Ok(eyes.today())
}

impl Eyes<'_> {
    fn today(&self) -> Today {
        let voice = self.voice();
        let name = self.name(self.place);
        let due = self.due_today();
        let to_come = due.iter().filter(|due| due.is_to_come()).count();
        let by = due.iter().map(|due| due.by).max();
        let not_today = |cadence| {
            let ids = self.live_indicators().filter(|id| self.indicator(*id).cadence == cadence);
            ids.filter(|id| !due.iter().any(|due| due.indicator == *id)).count()
        };
        let title = voice.today_at(name);
        Today {
            frame: self.frame(title.clone()),
            sentence: title,
            lede: voice.today_lede(due.len(), to_come, by),
            later: voice.not_due(not_today(Cadence::Weekly), not_today(Cadence::Monthly)),
            figures: due.iter().map(|due| self.figure(due)).collect(),
            alarm: self.alarm_words(),
        }
    }

    fn figure(&self, due: &Due) -> Figure {
        let voice = self.voice();
        let series = self.federation.series(due.indicator);
        let (tail, filter) = (&series.tail, &series.filter);
        let previous = tail.iter().rev().find(|reading| reading.at < due.period.start);
        let expected = self.forecast_at(due.indicator, due.period.start);
        Figure {
            indicator: self.indicator_ref(due.indicator),
            at: self.time(due.period.start),
            due: self.when(due.by, voice.by(due.by)),
            value: due.value,
            reason: due.excuse.clone(),
            received: (!due.is_to_come())
                .then(|| self.when(due.period.start, voice.is_in().to_owned())),
            previous: previous.map(|reading| Previous {
                text: voice.previously(reading.at),
                value: reading.value,
            }),
            learning: filter.learning().map(|it| Learnt { seen: it.seen, needed: it.needed }),
            expected: expected.map(|(_, band)| Expected { lower: band.lower, upper: band.upper }),
        }
    }

    fn alarm_words(&self) -> AlarmWords {
        let voice = self.voice();
        let unit = self.unit(self.place);
        let levels: Vec<String> =
            unit.alarm_levels.iter().map(|level| self.name(*level).to_owned()).collect();
        AlarmWords {
            safety: voice.alarm_goes(&unit.name, &levels),
            machine: voice.alarm_goes(&unit.name, &[]),
            unsure: voice.alarm_goes(&unit.name, &[]),
            advice: voice.alarm_advice().to_owned(),
        }
    }
}
