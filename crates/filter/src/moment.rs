//! Moment: when was a reading taken, and which place in the working calendar is that?
//!
//! The filter knows no time zones. The caller turns an instant into a [`Slot`] of the unit's own
//! calendar, so that daylight saving and holidays are decided in one place, outside.

/// A time as the filter needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970, UTC.
    pub seconds: i64,
    /// Where that falls in the unit's calendar. `None`: the series follows no calendar.
    pub slot: Option<Slot>,
}

/// A place in the unit's local week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// 0 is Monday, 6 is Sunday.
    pub weekday: u8,
    /// Minute of the local day, 0 to 1,439.
    pub minute: u16,
    /// Whether the unit works then: inside its shifts and not on a holiday.
    pub working: bool,
}

impl Moment {
    /// A moment of a series that follows no calendar.
    pub const fn at(seconds: i64) -> Self {
        Self { seconds, slot: None }
    }
}
