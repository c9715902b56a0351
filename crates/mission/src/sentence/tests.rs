//! Sentences: do they read as they should, in both languages?

use std::time::Duration;

use jiff::civil::date;

use super::*;
use crate::agreement::{Side, State, Subject};
use crate::cadence::Cadence;
use crate::calendar::{Calendar, Shift, Zone};
use crate::directive::Answer;
use crate::effect::News;
use crate::escalation::Phase;
use crate::federation::Budget;
use crate::id::{IncidentId, IndicatorId, SignalId, UnitId};
use crate::incident::{Alarm, Because, End, Finding, Happening, LogLine};
use crate::obligation;
use crate::rollup::SameDay;
use crate::signal::{Direction, Kind, Surprise};
use crate::time::Weekday;

/// A plant in Santiago that works from 08:00 to 18:00, Monday to Friday.
pub(super) fn plant() -> Calendar {
    let zone = Zone::parse("America/Santiago").expect("a zone of the database");
    let shift = Shift::parse("08:00-18:00").expect("a shift of ten hours");
    let week =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    Calendar::new(zone, week.map(|day| (day, shift)), []).expect("five days of one shift")
}

pub(super) fn at(hours: &Calendar, day: i8, hour: i8, minute: i8) -> Timestamp {
    let local = date(2026, 10, day).at(hour, minute, 0, 0);
    hours.zone().resolve(local, None).expect("a time that clocks show")
}

/// Says the same thing in both languages, on Monday 19 October 2026 at 17:38.
pub(super) fn both(say: impl Fn(Voice<'_>) -> String) -> [String; 2] {
    let hours = plant();
    let now = at(&hours, 19, 17, 38);
    Lang::ALL.map(|lang| say(Voice { lang, hours: &hours, now }).replace('\u{a0}', " "))
}

fn fall(hours: &Calendar) -> Change<'static> {
    Change {
        name: "Yarn output",
        measure: "t/d",
        cadence: Cadence::Daily,
        kind: Kind::Step,
        direction: Direction::Down,
        surprise: Surprise::Bad,
        since: at(hours, 16, 0, 0),
        before: 9.903,
        after: 8.083,
        sure: 0.991,
        agreed: None,
    }
}

#[test]
fn a_step_is_told_with_its_share_its_day_and_how_sure() {
    let told = both(|voice| voice.change(&fall(voice.hours)));
    assert_eq!(
        told,
        [
            "Yarn output fell 18% on Friday 16 October, to 8.1 t a day. 99% sure.",
            "Yarn output bajó un 18 % el viernes 16 de octubre, hasta 8,1 t al día. Certeza: 99 %.",
        ]
    );
}

#[test]
fn below_a_heading_the_name_is_not_repeated() {
    let told = both(|voice| voice.change_below_name(&fall(voice.hours)));
    assert!(told[0].starts_with("Fell 18% on Friday"));
    assert!(told[1].starts_with("Bajó un 18 % el viernes"));
}

/// A room said that a furnace "fell from 619 to 619 °C" once a new level had been agreed on.
#[test]
fn what_was_agreed_on_since_is_told_beside_what_happened() {
    let told = |moved_to| {
        both(|voice| {
            let agreed = Some(Agreed { level: 619.0, moved_to });
            let change = Change { measure: "Cel", agreed, ..fall(voice.hours) };
            voice.change(&Change { before: 640.0, after: 619.0, ..change })
        })
    };
    let held = told(None);
    assert!(held[0].ends_with("99% sure. 619 °C was agreed on since."), "{}", held[0]);
    assert!(held[1].ends_with("Desde entonces se acordó 619 °C."), "{}", held[1]);
    let moved = told(Some(641.2));
    assert!(moved[0].ends_with(" 619 °C was agreed on since; it is at 641 now."), "{}", moved[0]);
    assert!(moved[1].ends_with("se acordó 619 °C; ahora está en 641."), "{}", moved[1]);
}

#[test]
fn where_zero_means_nothing_the_two_levels_are_told() {
    for (measure, before, after) in [("Cel", 80.0, 72.0), ("%", 3.2, 2.1), ("t", -2.0, -3.0)] {
        let told =
            both(|voice| voice.change(&Change { measure, before, after, ..fall(voice.hours) }));
        for told in told {
            let before_sure = told.split("99").next().expect("a first part");
            assert!(!before_sure.contains("fell 1") && !before_sure.contains("un 1"), "{told}");
        }
    }
    let told = both(|voice| {
        voice.change(&Change { measure: "Cel", before: 80.4, after: 71.9, ..fall(voice.hours) })
    });
    assert_eq!(told[0], "Yarn output fell from 80.4 to 71.9 °C on Friday 16 October. 99% sure.");
    assert_eq!(
        told[1],
        "Yarn output bajó de 80,4 a 71,9 °C el viernes 16 de octubre. Certeza: 99 %."
    );
}

#[test]
fn every_kind_of_change_reads_in_both_languages() {
    let kinds = [Kind::Unusual, Kind::OneOff, Kind::Step, Kind::Slope];
    let ways = [Direction::Up, Direction::Down];
    let english_and_spanish = [
        ["was unusual on", "estuvo fuera de lo habitual el"],
        ["A one-off", "Un caso aislado"],
        ["18% on", "un 18 % el"],
        ["has been", "viene"],
    ];
    for (kind, words) in kinds.into_iter().zip(english_and_spanish) {
        for direction in ways {
            let told = both(|voice| voice.change(&Change { kind, direction, ..fall(voice.hours) }));
            for (told, word) in told.iter().zip(words) {
                assert!(told.contains(word), "{told} lacks {word}");
                assert!(!told.contains('!'), "{told}");
            }
        }
    }
}

#[test]
fn a_good_surprise_says_that_it_is_better() {
    let told = both(|voice| {
        let change = fall(voice.hours);
        voice.change(&Change { surprise: Surprise::Good, name: "Waste", measure: "kg", ..change })
    });
    assert!(told[0].ends_with("to 8.1 kg. That is better. 99% sure."), "{}", told[0]);
    assert!(told[1].contains("Eso es mejor."));
}

#[test]
fn what_is_unusual_today_says_what_was_expected_and_when_it_will_be_known() {
    let told = both(|voice| {
        let change = Change {
            kind: Kind::Unusual,
            since: at(voice.hours, 19, 0, 0),
            after: 8.15,
            ..fall(voice.hours)
        };
        let band = Expectation { lower: 9.41, upper: 10.39 };
        let next = voice.next_will_tell(at(voice.hours, 20, 18, 0));
        format!(
            "{} {} {next} {}",
            voice.still(&change),
            voice.against(&change, band),
            voice.kind_unknown()
        )
    });
    assert_eq!(
        told[0],
        "Yarn output is unusual today. 8.15 t a day; 9.4 to 10.4 was expected. One reading cannot \
         say whether it will last; the next, due on Tuesday at 18:00, will. Kind not known yet; \
         nobody else has been told."
    );
    assert!(
        told[1].starts_with("Yarn output: fuera de lo habitual hoy. 8,15 t al día; se esperaba")
    );
}

#[test]
fn hourly_changes_are_told_with_their_hour() {
    let told = both(|voice| {
        let since = at(voice.hours, 16, 14, 0);
        voice.change(&Change { cadence: Cadence::HOURLY, since, ..fall(voice.hours) })
    });
    assert!(told[0].contains("on Friday 16 October, 14:00, to 8.1"), "{}", told[0]);
}

#[test]
fn a_level_says_who_needs_it_and_never_that_the_others_are_well() {
    let none = Others { figures: 0, as_expected: 0, better: 0, no_data: 0, learning: 0 };
    let said = |parts_calling, parts_quiet, parts| {
        let need = Need { parts_calling, parts_quiet, parts, ours: &[] };
        both(|voice| voice.room(&need, none))
    };
    let room = |calling, parts| said(calling, parts - calling, parts);
    assert_eq!(
        room(2, 12),
        [
            "Two units need us. Ten have passed nothing up.",
            "Dos unidades nos necesitan. Diez no han pasado nada hacia arriba.",
        ]
    );
    assert_eq!(room(1, 2)[0], "One unit needs us. One has passed nothing up.");
    assert_eq!(room(0, 12)[0], "All twelve units have passed nothing up.");
    assert_eq!(room(3, 3)[1], "Tres unidades nos necesitan.");
    assert_eq!(room(0, 1)[0], "Our one unit has passed nothing up.");
    // The others were answered, and have yet to say that help came.
    assert_eq!(said(1, 4, 9)[0], "One unit needs us. Four have passed nothing up.");
    assert_eq!(said(0, 4, 9)[0], "Nothing waits for us. Four have passed nothing up.");
    assert_eq!(said(0, 0, 1)[1], "Nada nos espera.");
    for parts in 1..30 {
        for said in room(0, parts) {
            assert!(!said.contains("well") && !said.contains("bien"), "{said}");
        }
    }
}

#[test]
fn a_plant_says_what_is_its_own_and_what_is_as_expected() {
    let others = Others { figures: 12, as_expected: 9, better: 1, no_data: 1, learning: 0 };
    let told = both(|voice| {
        let plight = [Plight::Change { change: fall(voice.hours), with: Vec::new() }];
        voice.room(&Need { parts_calling: 0, parts_quiet: 0, parts: 0, ours: &plight }, others)
    });
    assert_eq!(
        told[0],
        "Yarn output has been down since Friday 16 October. Nine figures are as expected."
    );
    assert!(told[1].ends_with("Nueve cifras están como se esperaba."));

    let calm = Others { figures: 12, as_expected: 12, better: 0, no_data: 0, learning: 0 };
    let empty = Others { figures: 0, as_expected: 0, ..calm };
    let quiet = Need { parts_calling: 0, parts_quiet: 0, parts: 0, ours: &[] };
    assert_eq!(both(|voice| voice.room(&quiet, calm))[0], "All twelve figures are as expected.");
    assert_eq!(
        both(|voice| voice.room(&quiet, empty)),
        [
            "No figures yet. Three are enough to start.",
            "Aún no hay cifras. Con tres basta para empezar.",
        ]
    );
}

#[test]
fn working_time_is_told_in_days_and_the_last_day_in_hours() {
    let day = Duration::from_hours(10);
    let left = |left: Duration, total: Duration| {
        both(|voice| {
            let Left { value, text } = voice.left(left, total);
            format!("{value} {text}")
        })
    };
    assert_eq!(left(2 * day, 3 * day)[0], "2 working days left of 3");
    assert_eq!(left(2 * day, 3 * day)[1], "2 días laborables restantes de 3");
    assert_eq!(left(day * 3 / 2, 3 * day)[0], "1½ working days left of 3");
    assert_eq!(left(Duration::from_mins(500), day)[0], "8 h 20 min left");
    assert_eq!(left(Duration::from_mins(7), 3 * day)[1], "7 min restantes");
    assert_eq!(left(Duration::ZERO, day)[0], "0 min left");
    assert_eq!(both(|voice| voice.working(3 * day))[0], "3 working days");
    assert_eq!(both(|voice| voice.working(Duration::from_mins(150)))[0], "2 h 30 min");
}

#[test]
fn moments_near_and_far_are_told_apart() {
    let moment = |day, hour| both(|voice| voice.moment(at(voice.hours, day, hour, 0)));
    assert_eq!(moment(19, 9), ["today 09:00", "hoy 09:00"]);
    assert_eq!(moment(16, 18), ["Friday 18:00", "viernes 18:00"]);
    assert_eq!(moment(22, 18), ["Thursday 18:00", "jueves 18:00"]);
    assert_eq!(moment(28, 18), ["Wednesday 28 October 18:00", "miércoles 28 de octubre 18:00"]);
    let far = both(|voice| voice.weekday_date(date(2027, 4, 30)));
    assert_eq!(far, ["Friday 30 April 2027", "viernes 30 de abril de 2027"]);
}

#[test]
fn a_duty_is_ours_theirs_or_owed_to_us() {
    let told = both(|voice| {
        let duty = Duty {
            debtor: None,
            creditor: Some("Spinning 2"),
            above: Some("Nation"),
            state: obligation::State::Owed,
            answer_by: at(voice.hours, 20, 18, 0),
            help_came: None,
        };
        let owed = Duty { debtor: Some("Textiles"), creditor: None, ..duty };
        format!(
            "{} | {} | {} | {}",
            voice.duty(&duty),
            voice.demand(&duty),
            voice.consequence(&duty),
            voice.duty(&owed)
        )
    });
    assert_eq!(
        told[0],
        "What we owe Spinning 2 | Answer by Tuesday 18:00 | If we do not, that is an incident of our \
         own, and this rises to Nation. | What Textiles owes us"
    );
    assert!(told[1].contains("Lo que debemos a Spinning 2"));
}

#[test]
fn every_state_of_a_duty_has_its_words() {
    use obligation::State::*;
    for state in [Owed, Owned, Answered, Missed, Late, Met, Released] {
        let told = both(|voice| {
            let duty = Duty {
                debtor: Some("Textiles"),
                creditor: Some("Spinning 2"),
                above: None,
                state,
                answer_by: voice.now,
                help_came: None,
            };
            format!("{} {}", voice.demand(&duty), voice.consequence(&duty))
        });
        assert_ne!(told[0], told[1], "{state:?}");
    }
}

#[test]
fn a_negotiation_is_told_from_both_sides() {
    let deal = Deal {
        subject: Subject::Recovery(IndicatorId(0)),
        about: "Yarn output",
        measure: "t/d",
        unit: "Spinning 2",
        above: Some("Textiles"),
    };
    let told = |state| {
        both(|voice| voice.deal_stands(&deal, state, ((Side::Unit, 5.0), (Side::Above, 4.0))))
    };
    assert_eq!(told(State::Countered)[0], "Spinning 2 proposes 5 working days. Textiles offers 4.");
    assert_eq!(
        told(State::Countered)[1],
        "Spinning 2 propone 5 días laborables. Textiles ofrece 4."
    );
    assert_eq!(told(State::InForce)[0], "4 working days: agreed.");
    assert_eq!(both(|voice| voice.deal(&deal))[0], "Recovery time: yarn output");
    let retire = Deal { subject: Subject::Retirement(IndicatorId(0)), ..deal };
    let ends = ((Side::Unit, 1.0), (Side::Unit, 1.0));
    assert_eq!(
        both(|voice| voice.deal_stands(&retire, State::Proposed, ends))[0],
        "Spinning 2 proposes to report yarn output no longer."
    );
    let capability = Deal { subject: Subject::Capability(IndicatorId(0)), ..deal };
    let amount = both(|voice| voice.amount_said(&capability, 10.4));
    assert_eq!(amount, ["10.4 t a day", "10,4 t al día"]);
}

#[test]
fn directives_count_their_answers() {
    let told = both(|voice| voice.directive_stands(2, 3, date(2026, 11, 1)));
    assert_eq!(
        told,
        [
            "Two of three have answered. To hold from 1 November 2026.",
            "Dos de tres han respondido. Valdría desde el 1 de noviembre de 2026.",
        ]
    );
    assert_eq!(both(|voice| voice.waits_for_us(1, 0))[0], "One agreement waits for us.");
    assert_eq!(
        both(|voice| voice.waits_for_us(1, 2))[1],
        "Un acuerdo y dos directivas esperan nuestra respuesta."
    );
    let answers = [Answer::Awaited, Answer::Accepted, Answer::Countered, Answer::Objected];
    let words = answers.map(|answer| both(|voice| voice.answer(answer).to_owned()));
    assert!(words.iter().all(|[english, spanish]| english != spanish));
}

/// Enumerated rather than sampled: nothing that can be said lacks a language or shouts.
#[test]
fn every_line_of_a_log_and_a_telex_reads_in_both_languages() {
    let words = || "frames 9 to 14".to_owned();
    let happenings = [
        Happening::Opened,
        Happening::Joined(IndicatorId(0), SignalId(1)),
        Happening::WentFurther(IndicatorId(0), SignalId(1)),
        Happening::FellSilent(IndicatorId(0)),
        Happening::ReportsAgain(IndicatorId(0)),
        Happening::NoData(IndicatorId(0), words()),
        Happening::Moved(Phase::Running),
        Happening::Moved(Phase::Waiting),
        Happening::Moved(Phase::Settling),
        Happening::Moved(Phase::Closed),
        Happening::Rose(UnitId(0), Because::Expired),
        Happening::Rose(UnitId(0), Because::Lapsed),
        Happening::Rose(UnitId(0), Because::PassedUp),
        Happening::TakenOn,
        Happening::Claimed(words()),
        Happening::AskedForHelp(words()),
        Happening::Found(Finding::Instrument, words()),
        Happening::Confirmed(Finding::Nothing),
        Happening::OwnerNamed(words()),
        Happening::Answered(words()),
        Happening::HelpOffered(words()),
        Happening::HelpCame,
        Happening::Missed,
        Happening::Shelved(words()),
        Happening::NewLevel(8.1),
        Happening::Note(words()),
        Happening::Closed(End::Recovered),
        Happening::Closed(End::Corrected),
    ];
    for what in happenings {
        let told = both(|voice| {
            let line = LogLine {
                at: voice.now,
                unit: UnitId(0),
                by: Some("day shift".to_owned()),
                reached: 1,
                what: what.clone(),
            };
            voice.happening(&line, |_| "Spinning 2", |_| "Yarn output")
        });
        assert_ne!(told[0], told[1], "{what:?}");
        assert!(!told.concat().contains('!'), "{told:?}");
    }
    let id = IncidentId(1);
    for news in [News::Opened(id), News::Moved(id), News::Rose(id, UnitId(0)), News::Closed(id)] {
        let told = both(|voice| voice.news(&news, "Yarn output", "Textiles", Phase::Waiting));
        assert_ne!(told[0], told[1]);
    }
}

#[test]
fn a_line_of_the_telex_keeps_the_capital_of_a_units_name() {
    let about = "Ovalle Glass Works 4: water used: step up";
    let told =
        both(|voice| voice.news(&News::Moved(IncidentId(1)), about, "Glass", Phase::Waiting));
    assert_eq!(told[0], "Ovalle Glass Works 4: water used: step up: the clock waits");
}

#[test]
fn an_answer_that_is_late_is_not_promised_any_more() {
    let hours = plant();
    let owed = |hour| both(|voice| voice.we_owe("Yarur", at(&hours, 19, hour, 0)));
    assert_eq!(
        owed(18),
        [
            "We owe Yarur an answer by today 18:00.",
            "Debemos una respuesta a Yarur; vence: hoy 18:00."
        ]
    );
    assert_eq!(
        owed(17),
        [
            "Our answer to Yarur was due today 17:00.",
            "Debemos una respuesta a Yarur; venció: hoy 17:00."
        ]
    );
}

#[test]
fn the_chances_are_told_in_words() {
    let belief = |step, slope, one_off, no_change| {
        both(|voice| voice.belief(&Believed { step, slope, one_off, no_change }))
    };
    assert_eq!(
        belief(0.99, 0.01, 0.0, 0.0),
        ["Almost certainly a step.", "Casi con seguridad, un escalón."]
    );
    assert_eq!(
        belief(0.41, 0.09, 0.47, 0.03)[0],
        "A one-off or a step; the readings so far cannot tell."
    );
    assert_eq!(belief(0.7, 0.2, 0.05, 0.05)[0], "Probably a step; perhaps a slope.");
}

#[test]
fn a_roll_up_says_how_many_reported_and_which_groups_are_not_seen_yet() {
    let rolled = |of, groups, seen| {
        let sum = crate::index::Contribution::default();
        both(|voice| voice.roll_up(&SameDay { sum, seen, groups, reported: of - 1, of }))
    };
    assert_eq!(rolled(4, 1, 1)[0], "A roll-up of four. 3 of 4 reported.");
    assert_eq!(
        rolled(12, 4, 3),
        [
            "A roll-up of twelve, in four groups. 11 of 12 reported. One group is left out until \
             three of it have.",
            "Suma de doce, en cuatro grupos. 11 de 12 informaron. Falta un grupo, hasta que informen \
             tres de sus unidades.",
        ]
    );
    assert!(rolled(12, 4, 2)[0].ends_with("Two groups are left out until three of each have."));
}

#[test]
fn a_change_of_several_is_told_by_the_first_and_names_the_others() {
    let told = both(|voice| {
        let with = vec!["Electricity", "Water"];
        voice.plight(&Plight::Change { change: fall(voice.hours), with })
    });
    assert!(told[0].starts_with("Yarn output fell"), "{}", told[0]);
    assert!(told[0].ends_with(" Electricity and water changed with it."), "{}", told[0]);
    assert!(told[1].ends_with(" También cambiaron electricity y water."), "{}", told[1]);
}

#[test]
fn alarms_and_silence_are_told_plainly() {
    for alarm in [Alarm::Safety, Alarm::Machine, Alarm::Unsure] {
        let told = both(|voice| voice.plight(&Plight::Alarm(alarm)));
        assert!(told.iter().all(|text| text.ends_with('.')), "{told:?}");
    }
    let told = both(|voice| {
        let since = at(voice.hours, 16, 18, 0);
        let names = vec!["Electricity"];
        voice.plight(&Plight::Silence { names, since, cadence: Cadence::Daily })
    });
    assert_eq!(told[0], "Electricity has been silent since Friday 16 October.");
    assert_eq!(told[1], "Electricity: sin noticias desde el viernes 16 de octubre.");
}

#[test]
fn a_silence_of_several_names_them_all_and_is_headed_by_two() {
    let silence = |names: &[&'static str]| {
        both(|voice| {
            let (names, since) = (names.to_vec(), at(voice.hours, 16, 18, 0));
            let plight = Plight::Silence { names, since, cadence: Cadence::Daily };
            format!("{} | {}", voice.plight_name(&plight), voice.plight(&plight))
        })
    };
    assert_eq!(
        silence(&["Electricity", "Yarn output"]),
        [
            "Electricity and yarn output | Electricity and yarn output have been silent since \
             Friday 16 October.",
            "Electricity y yarn output | Electricity y yarn output: sin noticias desde el viernes \
             16 de octubre.",
        ]
    );
    let four = silence(&["Electricity", "Yarn output", "Water", "Mood"]);
    assert_eq!(
        four[0],
        "Electricity, yarn output and two more | Electricity, yarn output, water and mood have \
         been silent since Friday 16 October."
    );
    assert!(four[1].starts_with("Electricity, yarn output y dos más | "), "{}", four[1]);
}

#[test]
fn names_take_their_place_in_a_sentence() {
    assert_eq!(within("Yarn output"), "yarn output");
    assert_eq!(within("CO2 a tonne"), "CO2 a tonne");
    assert_eq!(capital("émail"), "Émail");
    let names = ["hilo".to_owned(), "agua".to_owned(), "hielo".to_owned()];
    assert_eq!(listed(Lang::En, &names), "hilo, agua and hielo");
    assert_eq!(listed(Lang::Es, &names), "hilo, agua y hielo");
    assert_eq!(listed(Lang::Es, &["agua".to_owned(), "hilo".to_owned()]), "agua e hilo");
    assert_eq!(Lang::parse("es-CL"), Some(Lang::Es));
    assert_eq!(Lang::parse("de"), None);
}

#[test]
fn a_figure_says_how_it_stands_against_what_was_expected() {
    let band = Some(Expectation { lower: 9.4, upper: 10.4 });
    let told = |value| both(|voice| voice.figure_is(("yarn output", "t/d"), value, band));
    assert_eq!(told(8.21)[0], "Yarn output is 8.21 t a day, lower than expected.");
    assert_eq!(told(11.0)[1], "Yarn output: 11 t al día, más de lo esperado.");
    assert_eq!(told(9.9)[0], "Yarn output is 9.9 t a day, as expected.");
    let bar = both(|voice| voice.bar_words([Some(91.0), Some(104.0), None], "t/d"));
    assert_eq!(bar[0], "actuality 91, capability 104 t a day, potentiality unknown");
}

#[test]
fn every_standing_but_the_expected_has_a_word() {
    use Standing::*;
    let standings = [
        Better, Unusual, Incident, Learning, Stale, NoData, Silent, Locked, Shared, Shelved,
        Corrected,
    ];
    for standing in standings {
        let told = both(|voice| voice.standing(standing).unwrap_or_default().to_owned());
        assert!(!told[0].is_empty() && told[0] != told[1], "{standing:?}");
    }
    assert_eq!(both(|voice| voice.standing(AsExpected).unwrap_or_default().to_owned())[0], "");
}

#[test]
fn todays_form_counts_what_is_due_and_what_is_still_to_come() {
    let lede = |due, to_come| {
        both(|voice| voice.today_lede(due, to_come, Some(at(voice.hours, 19, 18, 0))))
    };
    assert_eq!(
        lede(6, 2),
        [
            "Monday 19 October. Six figures are due by 18:00; two are still to come.",
            "Lunes 19 de octubre. Seis cifras vencen a las 18:00; faltan dos.",
        ]
    );
    assert_eq!(lede(1, 0)[0], "Monday 19 October. One figure is due by 18:00; all are in.");
    assert_eq!(lede(0, 0)[0], "Monday 19 October. Nothing is due today.");
    let later = both(|voice| voice.not_due(6, 1).unwrap_or_default());
    assert_eq!(later[0], "Not due today: six weekly figures and one monthly figure.");
    assert_eq!(both(|voice| voice.not_due(0, 0).unwrap_or_default())[1], "");
}

#[test]
fn what_an_act_opens_is_said_before_it_is_done() {
    let hours = plant();
    let voice = Voice { lang: Lang::En, hours: &hours, now: at(&hours, 19, 17, 38) };
    let rise = voice.rise_shows("Textiles", "Spinning 2", Some(at(&hours, 16, 0, 0)), 1);
    assert_eq!(rise[0], ("Textiles sees this series from Fri 16 Oct on".to_owned(), true));
    assert!(!rise.last().expect("the last line").1);
    let call = voice.help_shows("Spinning 2");
    let opened: Vec<&str> =
        call.iter().filter(|(_, opens)| *opens).map(|(text, _)| text.as_str()).collect();
    assert_eq!(opened, ["These words", "That Spinning 2 asks"]);
    let silent = voice.rise_shows("Textiles", "Spinning 2", None, 0);
    assert_eq!(silent[0].0, "Textiles sees what it is, and since when");
}

#[test]
fn a_settling_incident_says_how_many_readings_decide() {
    assert_eq!(
        both(|voice| voice.settling("Yarn output", 3)),
        [
            "Yarn output is back. Three more readings decide.",
            "Yarn output: de vuelta. Tres lecturas más lo deciden.",
        ]
    );
    assert_eq!(
        both(|voice| voice.settling("Yarn output", 1))[0],
        "Yarn output is back. One more reading decides."
    );
}

#[test]
fn what_was_told_is_set_beside_what_would_be_chance() {
    let said = |told, by_chance| both(|voice| voice.budget(Budget { told, by_chance }));
    assert_eq!(
        said(3, 0.94),
        [
            "In 90 days: 3 changes told; 0.9 would come by chance.",
            "En 90 días: 3 cambios avisados; 0,9 vendrían por azar.",
        ]
    );
    assert_eq!(said(1, 0.0)[0], "In 90 days: 1 change told; 0.0 would come by chance.");
    assert_eq!(said(0, 1.1)[1], "En 90 días: nada que avisar; 1,1 vendrían por azar.");
}

#[test]
fn a_drift_says_when_it_crosses_what_was_agreed() {
    let on = jiff::civil::date(2026, 11, 6);
    assert_eq!(
        both(|voice| voice.crossing("Capability", 9.5, "t/d", on))[0],
        "If this goes on, capability (9.5 t a day) is crossed on Friday 6 November."
    );
}

#[test]
fn what_was_announced_says_of_what_and_until_when() {
    let said = |about, is_level| both(|voice| voice.announced(about, is_level));
    assert_eq!(said(None, false), ["All figures: left apart", "Todas las cifras: aparte"]);
    assert_eq!(said(Some("yarn output"), true)[0], "Yarn output: a new level");
    let span = |until: Option<i8>| {
        both(|voice| {
            let until = until.map(|day| at(voice.hours, day, 0, 0));
            voice.announced_for(at(voice.hours, 19, 0, 0), until)
        })
    };
    assert_eq!(span(Some(24))[0], "from Mon 19 Oct to Fri 23 Oct");
    assert_eq!(span(None)[1], "desde el lun 19 oct");
}
