//! Calendars: how are zones, shifts and holidays written, and shared when read?
//!
//! Working out a zone's changes of clocks takes longer than reading a thousand records, and most
//! units share a few calendars. So a record holds each calendar once, and a [`Calendars`] gives
//! the same `Arc` for the same bytes.

use std::collections::HashMap;
use std::sync::Arc;

use mission::calendar::{Calendar, Shift, Zone};
use mission::time::{Date, Weekday};

use super::{Decoder, Encoder, Record, RecordError};

/// Calendars read so far, by their bytes.
#[derive(Debug, Default)]
pub(crate) struct Calendars {
    known: HashMap<Vec<u8>, Arc<Calendar>>,
    zones: HashMap<String, Zone>,
}

impl Calendars {
    /// The calendar of those bytes.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Arc<Calendar>, RecordError> {
        if let Some(calendar) = self.known.get(bytes) {
            return Ok(Arc::clone(calendar));
        }
        let mut nested = Self::default();
        let mut from = Decoder::new(bytes, &mut nested);
        let zone = self.zone(String::read(&mut from)?)?;
        let calendar = match Option::<Week>::read(&mut from)? {
            None => Calendar::always(zone),
            Some(Week { shifts, holidays }) => Calendar::new(zone, shifts, holidays)
                .map_err(|_| RecordError::Impossible("calendar"))?,
        };
        from.end()?;
        let calendar = Arc::new(calendar);
        self.known.insert(bytes.to_vec(), Arc::clone(&calendar));
        Ok(calendar)
    }

    fn zone(&mut self, name: String) -> Result<Zone, RecordError> {
        if let Some(zone) = self.zones.get(&name) {
            return Ok(zone.clone());
        }
        let zone = match name.as_str() {
            "UTC" => Zone::utc(),
            _ => Zone::parse(&name).map_err(|_| RecordError::Impossible("zone"))?,
        };
        self.zones.insert(name, zone.clone());
        Ok(zone)
    }
}

/// What a calendar has that is not the zone's.
struct Week {
    shifts: Vec<(Weekday, Shift)>,
    holidays: Vec<Date>,
}

super::shape::fields! {
    Week { shifts, holidays }
}

impl Record for Arc<Calendar> {
    fn write(&self, to: &mut Encoder) {
        // 0 is a new calendar, n the n-th of this record.
        if let Some(place) = to.place_of(self) {
            to.whole(place as u64 + 1);
            return;
        }
        to.byte(0);
        let mut nested = Encoder::default();
        self.zone().name().to_owned().write(&mut nested);
        let week = (!self.is_always())
            .then(|| Week { shifts: self.shifts().collect(), holidays: self.holidays().to_vec() });
        week.write(&mut nested);
        to.slice(&nested.finish());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        match usize::read(from)? {
            0 => {
                let bytes = from.slice()?;
                from.new_calendar(bytes)
            }
            place => from.calendar_at(place - 1),
        }
    }
}

impl Record for Weekday {
    fn write(&self, to: &mut Encoder) {
        to.byte(self.to_monday_zero_offset().unsigned_abs());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let place = from.byte()?.cast_signed();
        Self::from_monday_zero_offset(place).map_err(|_| RecordError::Impossible("weekday"))
    }
}

impl Record for Shift {
    fn write(&self, to: &mut Encoder) {
        to.whole(u64::from(self.start_minute()));
        to.whole(u64::from(self.end_minute()));
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (start, end) = (from.whole()?, from.whole()?);
        let impossible = || RecordError::Impossible("shift");
        if start >= 1440 || end > 2880 {
            return Err(impossible());
        }
        let by_clock = if end > 1440 { end - 1440 } else { end };
        let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let shift = Self::parse(&format!("{}-{}", clock(start), clock(by_clock)));
        let read = shift.map_err(|_| impossible())?;
        if u64::from(read.end_minute()) == end { Ok(read) } else { Err(impossible()) }
    }
}
