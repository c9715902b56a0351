//! Forgetting: are words gone after 180 days, from the state and from every file?

use std::fs;
use std::path::Path;

use mission::event::{Act, Addressee, Event, NewMessage, NewPost, SignedAct};
use mission::id::{IncidentId, MemberId, UnitId};
use mission::incident::{Alarm, Happening};
use mission::post::Kind;
use mission::report::Report;

use crate::world::{Chance, World, day, incoming, report};

/// Words that stand nowhere else.
const WORDS: [&str; 9] = [
    "torn-belt-words",
    "noted-words",
    "claimed-words",
    "helpless-words",
    "reported-words",
    "messaged-words",
    "needed-words",
    "so-many-words",
    "tablet-words",
];

const WRITTEN: u64 = 20;

fn act(act: Act) -> Event {
    Event::Act(SignedAct { unit: UnitId(2), by: "shift lead".to_owned(), who: None, act })
}

/// A federation in which people wrote on day 20, with an incident that stays open.
fn furnish(directory: &Path) -> (World, IncidentId) {
    let mut world = World::at(directory);
    let mut chance = Chance(3);
    world.send(&[incoming(day(1), Event::Report(report(1, &mut chance)))]);
    let words = WORDS.map(str::to_owned);
    let [torn, noted, claimed, helpless, reported, messaged, needed, so_many, tablet] = words;
    world.send(&[incoming(day(WRITTEN), act(Act::RaiseAlarm(Alarm::Machine, torn)))]);
    world.settle();
    let id = world.federation.incidents().find(|it| it.is_open()).unwrap().id;
    let note = Some(reported);
    let said = Event::Report(Report { note, ..report(WRITTEN - 1, &mut chance) });
    let long = act(Act::Note(id, "\u{7}refused-words".to_owned()));
    let events = [act(Act::Note(id, noted)), act(Act::AskHelp(Some(id), helpless)), said, long];
    let message = NewMessage { to: Addressee::Within, about: None, words: messaged };
    let until = day(WRITTEN + 30);
    let post = NewPost { kind: Kind::Need, words: needed, amount: so_many, until };
    let written = [Act::Claim(id, claimed), Act::Write(message), Act::Post(post)].map(act);
    let Event::Act(signed) = act(Act::Note(id, tablet)) else { unreachable!("it is an act") };
    let at_tablet = Event::ActAt(MemberId(8), signed);
    for event in events.into_iter().chain(written).chain([at_tablet]) {
        world.send(&[incoming(day(WRITTEN), event)]);
    }
    world.settle();
    (world, id)
}

/// Whether any file of a directory holds these bytes.
fn holds(directory: &Path, words: &str) -> bool {
    fs::read_dir(directory).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, words);
        }
        let bytes = fs::read(path).unwrap();
        bytes.windows(words.len()).any(|part| part == words.as_bytes())
    })
}

fn clock(world: &mut World, number: u64) {
    world.send(&[incoming(day(number), Event::Clock)]);
    world.settle();
    // Words leave the files with the commits that come after.
    world.send(&[incoming(day(number), Event::Clock)]);
    world.settle();
    world.send(&[incoming(day(number), Event::Clock)]);
    world.settle();
}

#[test]
fn words_are_there_on_day_179_and_in_no_file_on_day_181() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("data");
    let (mut world, id) = furnish(&directory);
    let lines = |world: &World| world.federation.incident(id).unwrap().log.clone();
    let before = lines(&world);

    clock(&mut world, WRITTEN + 179);
    for words in WORDS {
        assert!(holds(&directory, words), "{words} are kept for 180 days");
    }
    assert!(format!("{:?}", lines(&world)).contains("noted-words"));

    clock(&mut world, WRITTEN + 181);
    for words in WORDS.into_iter().chain(["refused-words"]) {
        assert!(!holds(&directory, words), "{words} are still in a file");
        assert!(!format!("{:?}", world.federation).contains(words), "{words} in memory");
    }
    // That it was written stays: when, and by which role.
    let after = lines(&world);
    let signed = |lines: &[mission::incident::LogLine]| {
        let notes = lines.iter().filter(|line| matches!(line.what, Happening::Note(_)));
        notes.map(|line| (line.at, line.by.clone(), line.unit)).collect::<Vec<_>>()
    };
    assert_eq!(signed(&after), signed(&before));
    assert!(!signed(&after).is_empty());
}

#[test]
fn a_log_without_its_words_says_the_same_after_a_restart_in_a_check_and_in_a_backup() {
    let place = tempfile::tempdir().unwrap();
    let [directory, copy, again] = ["data", "copy", "again"].map(|name| place.path().join(name));
    let (mut world, _) = furnish(&directory);
    let root = store::checkpoint(&directory).unwrap().0;
    clock(&mut world, WRITTEN + 181);
    let said = format!("{:?}", world.federation.incidents().collect::<Vec<_>>());
    world.store.close().unwrap();

    let checked = store::check(&directory, 2, &[]).unwrap();
    assert!(checked.audited >= 5);
    store::backup(&directory, &copy).unwrap();
    assert_eq!(store::restore(&copy, &again, 2).unwrap(), checked);
    for words in WORDS {
        assert!(!holds(place.path(), words), "{words}");
    }
    let world = World::at(&directory);
    assert_eq!(format!("{:?}", world.federation.incidents().collect::<Vec<_>>()), said);
    // The audit is the one that was there before the words went.
    assert_eq!(store::checkpoint(&directory).unwrap().0, root);
}

#[test]
fn a_backup_from_before_forgets_when_it_is_lived_on() {
    let place = tempfile::tempdir().unwrap();
    let [directory, copy, again] = ["data", "copy", "again"].map(|name| place.path().join(name));
    let (mut world, _) = furnish(&directory);
    clock(&mut world, WRITTEN + 100);
    store::backup(&directory, &copy).unwrap();
    store::restore(&copy, &again, 2).unwrap();
    assert!(holds(&again, "noted-words"));
    let mut world = World::at(&again);
    clock(&mut world, WRITTEN + 181);
    world.store.close().unwrap();
    assert!(!holds(&again, "noted-words"));
    store::check(&again, 2, &[]).unwrap();
}

#[test]
fn worlds_of_a_year_forget_alike_on_disk_and_in_memory_and_check() {
    let place = tempfile::tempdir().unwrap();
    let mut with = World::at(place.path());
    let mut without = World::over(store::open("memory:").unwrap());
    for world in [&mut with, &mut without] {
        world.live(1..300, &mut Chance(8));
        world.settle();
        store::verify(world.store.as_mut(), 2).unwrap();
    }
    let due = with.federation.next_due();
    with.store.close().unwrap();
    let (mut back, mut other) = (World::at(place.path()), without);
    assert_eq!(back.federation.next_due(), due);
    let told = |world: &mut World| world.store.reader().unwrap().telex(0, usize::MAX).unwrap();
    assert_eq!(told(&mut back), told(&mut other));
}
