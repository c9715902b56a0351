//! Tests: does every record come back as it was, and does nothing else come back at all?

use std::sync::Arc;

use mission::calendar::{Calendar, Shift, Zone};
use mission::charter::{Charter, UnitCharter};
use mission::effect::{News, Notice, Thing};
use mission::event::{
    Act, Addressee, Event, NewDirective, NewFlow, NewMessage, NewOpening, NewPost, NewRequest,
    SignedAct, Terms,
};
use mission::federation::{Day, Ledger};
use mission::flow::{Drawing, Flow, FlowBox, FlowLine, Shows};
use mission::id::{
    FlowId, IncidentId, IndicatorId, LinkId, MemberId, MessageId, OpeningId, PostId, RequestId,
    UnitId,
};
use mission::incident::{Alarm, Incident};
use mission::message::{About, Course, Message};
use mission::obligation::Obligation;
use mission::opening::State;
use mission::post::{Ending, Kind, Post};
use mission::registry::{Indicator, Unit};
use mission::report::{Correction, NoData, Reading, Report, Signature};
use mission::roll::Role;
use mission::series::Series;
use mission::signal::Signal;
use mission::time::{Date, Timestamp, Weekday};
use proptest::prelude::*;

use super::*;
use crate::contract::AuditLine;

fn again(event: &Event) -> Result<Event, RecordError> {
    let bytes = pack_logged(None, event);
    unpack_logged(&bytes, &mut Calendars::default()).map(|logged| logged.event)
}

fn reading(indicator: u32, at: i64, value: f64) -> Reading {
    Reading { indicator: IndicatorId(indicator), at: Timestamp::from_millis(at), value }
}

fn report(readings: Vec<Reading>) -> Event {
    Event::Report(Report { readings, ..Report::default() })
}

/// A thousand readings as plants send them: a dozen indicators each, a decimal or two.
fn thousand(decimals: Option<u32>) -> Event {
    let value = |place: u32| {
        let rough = 118.0 + f64::from(place.wrapping_mul(2_654_435_761) >> 20) / 300.0;
        decimals.map_or(rough, |decimals| {
            let scale = f64::from(10_u32.pow(decimals));
            (rough * scale).round() / scale
        })
    };
    let day = 86_400_000;
    report((0..1000).map(|at| reading(at, 1_700_000_000_000 / day * day, value(at))).collect())
}

fn calendar() -> Arc<Calendar> {
    let shift = Shift::parse("22:00-06:00").unwrap();
    let week = [Weekday::Monday, Weekday::Friday].map(|day| (day, shift));
    let zone = Zone::parse("Europe/Berlin").unwrap();
    Arc::new(Calendar::new(zone, week, [Date::constant(2026, 5, 1)]).unwrap())
}

fn charter() -> Event {
    let unit = |path: &str| UnitCharter {
        path: mission::name::Path::parse(path).unwrap(),
        moved_from: None,
        name: Some("Hilandería".to_owned()),
        calendar: Some(calendar()),
        membership: None,
        alarm_levels: Some(Vec::new()),
        small_index: None,
        indicators: Vec::new(),
        terms: Vec::new(),
    };
    let units = (0..40).map(|number| unit(&format!("chile/mill-{number}"))).collect();
    Event::Charter(Charter { by: "assembly".to_owned(), founder: None, units })
}

fn act(act: Act) -> Event {
    Event::Act(SignedAct { unit: UnitId(3), by: "committee".to_owned(), who: None, act })
}

fn drawing() -> Drawing {
    let step = |name: &str, shows| FlowBox {
        key: mission::name::Key::parse(name).unwrap(),
        name: format!("Paso {name}"),
        shows,
    };
    let boxes = vec![
        step("carding", None),
        step("spinning", Some(Shows::Figure(IndicatorId(70_000)))),
        step("weaving", Some(Shows::Part(UnitId(300)))),
    ];
    let line = |from: usize, to: usize, volume| FlowLine {
        from: boxes[from].key.clone(),
        to: boxes[to].key.clone(),
        what: "yarn".to_owned(),
        volume,
    };
    let lines = vec![line(0, 1, None), line(2, 1, Some(IndicatorId(7)))];
    Drawing { boxes, lines }
}

#[test]
fn a_chart_of_flow_comes_back_as_it_was() {
    let (drawing, at) = (drawing(), Timestamp::from_millis(1_800_000_000_000));
    let flow = Flow { id: FlowId(1 << 40), unit: UnitId(3), drawing, by: "lead".to_owned(), at };
    assert_eq!(unpack(&pack(&flow), &mut Calendars::default()), Ok(flow));
}

fn write(to: Addressee, about: Option<About>) -> Event {
    act(Act::Write(NewMessage { to, about, words: "¿cuánto? 😀".to_owned() }))
}

#[test]
fn a_message_and_a_post_come_back_as_they_were() {
    let message = Message {
        id: MessageId(1 << 40),
        from: UnitId(3),
        course: Course::Across,
        to: vec![UnitId(0), UnitId(300)],
        answers: Some(MessageId(7)),
        about: Some(About::Post(PostId(9))),
        words: "línea\notra".to_owned(),
        by: "lead".to_owned(),
        at: Timestamp::from_millis(1_800_000_000_000),
        theirs: Some(MessageId(1)),
    };
    assert_eq!(unpack(&pack(&message), &mut Calendars::default()), Ok(message));
    let post = Post {
        id: PostId(9),
        unit: UnitId(3),
        kind: Kind::Need,
        words: "husos".to_owned(),
        amount: "40".to_owned(),
        until: Timestamp::MAX,
        by: "lead".to_owned(),
        at: Timestamp::ZERO,
        state: mission::post::State::Met,
        ended: Some(Timestamp::ZERO),
    };
    assert_eq!(unpack(&pack(&post), &mut Calendars::default()), Ok(post));
}

/// One of each kind of event, and of each kind of field.
fn at_a_device(act: Act) -> Event {
    let (by, who) = ("weaver".to_owned(), Some(MemberId(7)));
    Event::ActAt(MemberId(8), SignedAct { unit: UnitId(3), by, who, act })
}

fn events() -> Vec<Event> {
    let terms = Terms {
        value: 3.5,
        from: Some(Date::constant(2026, 1, 31)),
        review: None,
        reason: "a year of it".to_owned(),
    };
    let directive = NewDirective {
        title: "Thread".to_owned(),
        text: "Share the stock.".to_owned(),
        reason: "The port is shut.".to_owned(),
        holds_from: Date::constant(2026, 2, 28),
        to: vec![UnitId(1), UnitId(300)],
    };
    let no_data =
        NoData { indicator: IndicatorId(9), at: Timestamp::MIN, because: "no power".to_owned() };
    let subject = mission::agreement::Subject::Recovery(IndicatorId(70_000));
    vec![
        charter(),
        at_a_device(Act::TakeOn(IncidentId(4))),
        thousand(Some(2)),
        thousand(None),
        Event::Report(Report {
            no_data: vec![no_data.clone()],
            signed: Some(Signature { by: "clerk".to_owned(), who: Some(MemberId(7)) }),
            ..Report::default()
        }),
        Event::Report(Report { no_data: vec![no_data], ..Report::default() }),
        Event::History(Report::default(), Timestamp::MAX),
        Event::HistoryEnds,
        Event::HistoryEndsOf(UnitId(70_000)),
        Event::Clock,
        act(Act::RaiseAlarm(Alarm::Safety, "smoke".to_owned())),
        act(Act::Shelve(IncidentId(1 << 40), Timestamp::ZERO, "a part is on its way".to_owned())),
        act(Act::Propose(UnitId(2), subject, terms)),
        act(Act::Direct(directive)),
        act(Act::AskHelp(None, "two looms".to_owned())),
        act(Act::Open(NewOpening {
            to: UnitId(1),
            indicators: vec![IndicatorId(2), IndicatorId(70_000)],
            since: Some(Date::constant(2026, 10, 16)),
            until: Timestamp::from_millis(1_800_000_000_000),
            words: "the yarn plan".to_owned(),
            grants: Some(RequestId(1 << 40)),
        })),
        act(Act::SignOpening(OpeningId(1 << 40))),
        act(Act::CloseOpening(OpeningId(7))),
        act(Act::Request(NewRequest { unit: UnitId(300), words: "why".to_owned() })),
        act(Act::Decline(RequestId(9))),
        act(Act::Draw(NewFlow { follows: Some(FlowId(1 << 40)), drawing: drawing() })),
        act(Act::Draw(NewFlow { follows: None, drawing: Drawing::default() })),
        act(Act::EndPost(PostId(1 << 40), Ending::Withdrawn)),
        act(Act::Post(NewPost {
            kind: Kind::Offer,
            words: "dos electricistas".to_owned(),
            amount: String::new(),
            until: Timestamp::MAX,
        })),
        write(Addressee::Above, None),
        write(Addressee::Parts(vec![UnitId(1), UnitId(300)]), Some(About::Incident(IncidentId(9)))),
        write(Addressee::Sisters(Vec::new()), Some(About::Post(PostId(7)))),
        write(Addressee::Within, Some(About::Indicator(IndicatorId(70_000)))),
        write(Addressee::Answer(MessageId(1 << 40)), None),
        write(Addressee::Poster(PostId(8)), None),
        act(Act::BringPast(UnitId(300))),
        act(Act::StrikeOut(IndicatorId(70_000))),
        act(Act::Admit(MemberId(70_000), Role::Wall, "the hall".to_owned())),
    ]
}

#[test]
fn every_kind_of_entry_comes_back_as_it_was() {
    for event in events() {
        assert_eq!(again(&event).as_ref(), Ok(&event));
    }
}

#[test]
fn readings_of_a_thousand_take_less_than_twelve_bytes_each_and_decimals_less_than_five() {
    assert!(pack_logged(None, &thousand(None)).len() < 12_000);
    assert!(pack_logged(None, &thousand(Some(2))).len() < 5_000);
}

#[test]
fn calendars_are_written_once_a_record_and_shared_between_records() {
    let bytes = pack_logged(None, &charter());
    assert!(bytes.len() < 1_000, "{} bytes for forty units", bytes.len());
    let mut calendars = Calendars::default();
    let of = |logged: Logged| match logged.event {
        Event::Charter(charter) => charter.units[39].calendar.clone().unwrap(),
        Event::Report(_)
        | Event::History(..)
        | Event::HistoryEnds
        | Event::HistoryEndsOf(_)
        | Event::Act(_)
        | Event::ActAt(..)
        | Event::Clock
        | Event::Link(_)
        | Event::Letters(..)
        | Event::Delivered(..)
        | Event::Anew(..) => {
            panic!("a charter went in")
        }
    };
    let one = of(unpack_logged(&bytes, &mut calendars).unwrap());
    let other = of(unpack_logged(&bytes, &mut calendars).unwrap());
    assert!(Arc::ptr_eq(&one, &other));
    assert_eq!(one, calendar());
}

/// Bodies are sealed, so none of these comes from a disk; a decoder must hold out all the same.
#[test]
fn no_flipped_bit_or_early_end_of_an_entry_makes_a_decoder_panic() {
    for event in events() {
        let mut to = Encoder::default();
        event.write(&mut to);
        let bytes = to.finish();
        let read = |bytes: &[u8]| {
            let mut calendars = Calendars::default();
            Event::read(&mut Decoder::new(bytes, &mut calendars))
        };
        for place in 0..bytes.len().min(400) {
            let mut damaged = bytes.clone();
            for bit in 0..8 {
                damaged[place] ^= 1 << bit;
                drop(read(&damaged));
                damaged[place] ^= 1 << bit;
            }
            assert!(read(&bytes[..place]).is_err(), "{place} bytes of {event:?}");
        }
    }
}

#[test]
fn a_seal_covers_the_body_and_the_key() {
    let sealed = seal(&[4, 9], b"body".to_vec());
    assert_eq!(unseal(&[4, 9], &sealed), Ok(&b"body"[..]));
    assert_eq!(unseal(&[4, 8], &sealed), Err(RecordError::CheckSum));
    for place in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[place] ^= 16;
        assert_eq!(unseal(&[4, 9], &damaged), Err(RecordError::CheckSum));
    }
    assert_eq!(unseal(&[4, 9], &sealed[..3]), Err(RecordError::Truncated));
}

fn any_value() -> impl Strategy<Value = f64> {
    let decimal = (-1_000_000_i32..1_000_000, 0..5_u32)
        .prop_map(|(whole, places)| f64::from(whole) / f64::from(10_u32.pow(places)));
    prop_oneof![decimal, -1e100..1e100_f64, Just(-0.0), Just(f64::MIN_POSITIVE), Just(1e100)]
}

fn any_readings() -> impl Strategy<Value = Vec<Reading>> {
    let at = prop_oneof![
        (0..40_000_i64).prop_map(|day| day * 86_400_000),
        Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis(),
    ];
    let reading =
        (any::<u32>(), at, any_value()).prop_map(|(id, at, value)| reading(id, at, value));
    proptest::collection::vec(reading, 0..60)
}

proptest! {
    #[test]
    fn readings_come_back_to_the_bit(readings in any_readings()) {
        let Event::Report(back) = again(&report(readings.clone())).unwrap() else { panic!() };
        prop_assert_eq!(back.readings.len(), readings.len());
        for (one, other) in back.readings.iter().zip(&readings) {
            prop_assert_eq!((one.indicator, one.at), (other.indicator, other.at));
            prop_assert_eq!(one.value.to_bits(), other.value.to_bits());
        }
    }

    #[test]
    fn chunks_come_back_to_the_bit(readings in any_readings()) {
        let points: Vec<_> = readings.iter().map(|reading| (reading.at, reading.value)).collect();
        let back = unpack_points(&pack_points(&points)).unwrap();
        let bits = |points: &[(Timestamp, f64)]| -> Vec<_> {
            points.iter().map(|(at, value)| (*at, value.to_bits())).collect()
        };
        prop_assert_eq!(bits(&back), bits(&points));
    }

    #[test]
    fn whole_numbers_and_words_come_back(number: u64, signed: i64, words: String) {
        let mut to = Encoder::default();
        to.whole(number);
        to.signed(signed);
        words.write(&mut to);
        let (bytes, mut calendars) = (to.finish(), Calendars::default());
        let mut from = Decoder::new(&bytes, &mut calendars);
        prop_assert_eq!(from.whole(), Ok(number));
        prop_assert_eq!(from.signed(), Ok(signed));
        prop_assert_eq!(String::read(&mut from), Ok(words));
        prop_assert_eq!(from.end(), Ok(()));
    }

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        fn read<R: Record>(bytes: &[u8]) {
            let mut versioned = vec![VERSION];
            versioned.extend(bytes);
            drop(unpack::<R>(&versioned, &mut Calendars::default()));
        }
        read::<Unit>(&bytes);
        read::<Indicator>(&bytes);
        read::<Signal>(&bytes);
        read::<Incident>(&bytes);
        read::<Obligation>(&bytes);
        read::<mission::agreement::Agreement>(&bytes);
        read::<mission::directive::Directive>(&bytes);
        read::<mission::opening::Opening>(&bytes);
        read::<mission::request::Request>(&bytes);
        read::<Flow>(&bytes);
        read::<Day>(&bytes);
        read::<Ledger>(&bytes);
        read::<Series>(&bytes);
        read::<Notice>(&bytes);
        read::<AuditLine>(&bytes);
        read::<Event>(&bytes);
        drop(unpack_logged(&bytes, &mut Calendars::default()));
    }
}

#[test]
fn things_and_news_have_the_tags_that_are_stored() {
    let mut to = Encoder::default();
    Thing::Watch(IndicatorId(5)).write(&mut to);
    News::Rose(IncidentId(6), UnitId(7)).write(&mut to);
    Thing::Opening(OpeningId(8)).write(&mut to);
    News::Shared(OpeningId(8), State::InForce).write(&mut to);
    Thing::Link(LinkId(2)).write(&mut to);
    Thing::Flow(FlowId(9)).write(&mut to);
    assert_eq!(to.finish(), [9, 5, 3, 6, 7, 11, 8, 14, 8, 1, 13, 2, 14, 9]);
}

/// Reports of before people signed them are read as they were written, and written so still.
#[test]
fn a_report_that_nobody_signed_is_written_as_ever() {
    let note = |note: Option<&str>| Report { note: note.map(str::to_owned), ..Report::default() };
    let bytes = |report: &Report| {
        let mut to = Encoder::default();
        report.write(&mut to);
        to.finish()
    };
    assert_eq!(bytes(&note(None)), [0, RAW_VALUES, 0, 0]);
    assert_eq!(bytes(&note(Some("a"))), [0, RAW_VALUES, 0, 1, 1, b'a']);
    let signed = Some(Signature { by: "b".to_owned(), who: None });
    let signed = Report { signed, ..note(Some("a")) };
    assert_eq!(bytes(&signed), [0, RAW_VALUES, 0, 2, 1, 1, b'a', 1, b'b', 0]);
}

/// What stands where the decimal places of no values do.
const RAW_VALUES: u8 = 0;

#[test]
fn a_correction_comes_back_as_it_was() {
    let correction = Correction {
        indicator: IndicatorId(5),
        at: Timestamp::ZERO,
        was: 81.5,
        value: 8.15,
        signed: Some(Signature { by: "clerk".to_owned(), who: Some(MemberId(7)) }),
    };
    let notice = Notice { to: UnitId(2), at: Timestamp::ZERO, what: News::Corrected(correction) };
    let mut to = Encoder::default();
    notice.write(&mut to);
    let bytes = to.finish();
    assert_eq!(Notice::read(&mut Decoder::new(&bytes, &mut Calendars::default())), Ok(notice));
}
