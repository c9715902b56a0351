//! Words: what do people of a live nation write to each other, and what do they answer?
//!
//! When a nation goes on live for the first time some of its units write: up, down, sideways and within, and
//! post what they need and offer. A prepared past has no messages: what is tested on it is what units report.
//! Half of the nation writes in Spanish. Whoever is written to may answer.

use mission::event::{Act, Addressee, NewMessage, SignedAct};
use mission::federation::Federation;
use mission::id::{MessageId, UnitId};
use mission::registry::Unit;
use mission::time::Timestamp;

use super::board::Board;
use super::habits::{COMMITTEE, COORDINATOR, DELEGATE};
use super::{People, Told};
use crate::draw::{Draw, For, Place};

/// The same in English and in Spanish.
pub(super) type Said = [&'static str; 2];

const UP: [Said; 3] = [
    [
        "The port has been shut since Monday. We have raw material for six days.",
        "El puerto está cerrado desde el lunes. Nos queda material para seis días.",
    ],
    [
        "Two fitters of ours could help elsewhere on Thursday.",
        "Dos mecánicos nuestros podrían ayudar en otra parte el jueves.",
    ],
    [
        "The new terms came too late for this month's plan. Can we talk on Friday?",
        "Las nuevas condiciones llegaron tarde para el plan de este mes. ¿Hablamos el viernes?",
    ],
];
const DOWN: [Said; 2] = [
    [
        "Who can lend a fitter until Friday? The level pays the journey.",
        "¿Quién puede prestar un mecánico hasta el viernes? El viaje va por nuestra cuenta.",
    ],
    [
        "The bridge on the coast road is closed for lorries from tomorrow. Say what you cannot send.",
        "Desde mañana el puente de la costa está cerrado a camiones. Digan qué no pueden enviar.",
    ],
];
const SIDEWAYS: [Said; 2] = [
    [
        "Forty pallets left here this morning. Tell us when they are with you.",
        "Cuarenta tarimas salieron esta mañana. Avisen cuando lleguen.",
    ],
    [
        "How did you settle the noise of the new compressor?",
        "¿Cómo resolvieron el ruido del compresor nuevo?",
    ],
];
const WITHIN: [Said; 2] = [
    [
        "The lift is out of order until noon. Use the ramp in the second hall.",
        "El montacargas no funciona hasta mediodía. Usen la rampa del segundo galpón.",
    ],
    [
        "Assembly on Wednesday after the early shift, in the canteen.",
        "Asamblea el miércoles después del primer turno, en el comedor.",
    ],
];
const ANSWERS: [Said; 3] = [
    ["Thank you. We will see to it today.", "Gracias. Lo vemos hoy mismo."],
    ["Two, from Thursday on.", "Dos, desde el jueves."],
    [
        "Not before next week. What else would help?",
        "No antes de la otra semana. ¿Qué más serviría?",
    ],
];
impl People {
    /// Some write, where nobody has written yet.
    pub fn begin_to_write(&mut self, federation: &Federation, at: Timestamp) {
        if federation.messages().next().is_some() {
            return;
        }
        let registry = federation.registry();
        let seed = Place::world(self.world.seed, For::Words);
        let mut board = Board::begun(&mut seed.at(u64::MAX).draw());
        for unit in registry.units() {
            let mut draw = seed.at(u64::from(unit.id.0)).draw();
            let acts = if registry.parts(unit.id).is_empty() {
                of_plant(federation, unit, &mut draw)
                    .into_iter()
                    .chain(board.of_plant(unit, at, &mut draw))
                    .collect()
            } else {
                of_level(unit, &mut draw)
            };
            for (by, act) in acts {
                self.number += 1;
                let act = SignedAct { unit: unit.id, by: by.to_owned(), who: None, act };
                self.mind.insert((at, self.number), act);
            }
        }
    }

    /// A message came to the unit: somebody may answer.
    pub(super) fn wrote(&mut self, mut told: Told<'_>, id: MessageId) {
        let Some(message) = told.federation.message(id) else { return };
        if told.federation.waits_for_answer(told.unit, message) && told.draw.happens(0.6) {
            let hours = told.draw.between(1.0, 5.0);
            let words = ANSWERS[told.draw.one_of(ANSWERS.len())][tongue(told.unit)];
            self.intend(&told, hours, DELEGATE, write(Addressee::Answer(id), words));
        }
    }
}

fn of_level(unit: &Unit, draw: &mut Draw) -> Vec<(&'static str, Act)> {
    let words = DOWN[draw.one_of(DOWN.len())][tongue(unit.id)];
    let writes = draw.happens(0.4);
    writes.then(|| (COORDINATOR, write(Addressee::Parts(Vec::new()), words))).into_iter().collect()
}

fn of_plant(federation: &Federation, unit: &Unit, draw: &mut Draw) -> Vec<(&'static str, Act)> {
    let tongue = tongue(unit.id);
    let level = unit.parent.map_or(&[][..], |level| federation.registry().parts(level));
    let sister = level.iter().copied().find(|sister| *sister > unit.id);
    let lot = draw.share();
    let mut acts = Vec::new();
    if lot < 0.1 {
        acts.push((COMMITTEE, write(Addressee::Above, UP[draw.one_of(UP.len())][tongue])));
    } else if let Some(sister) = sister.filter(|_| lot < 0.2) {
        let words = SIDEWAYS[draw.one_of(SIDEWAYS.len())][tongue];
        acts.push((COMMITTEE, write(Addressee::Sisters(vec![sister]), words)));
    } else if lot < 0.4 {
        acts.push((DELEGATE, write(Addressee::Within, WITHIN[draw.one_of(WITHIN.len())][tongue])));
    }
    acts
}

/// In which of the two languages a unit writes.
pub(super) fn tongue(unit: UnitId) -> usize {
    unit.index() % 2
}

fn write(to: Addressee, words: &str) -> Act {
    Act::Write(NewMessage { to, about: None, words: words.to_owned() })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use mission::event::{Entry, Event};

    use super::*;
    use crate::headless::FIRST_DAY;
    use crate::world::{World, charter};

    #[test]
    fn a_live_nation_writes_once_in_all_directions_and_answers() {
        let world = Arc::new(World::new(7, 60, FIRST_DAY));
        let start = world.start_of(0);
        let mut federation = Federation::new();
        let founding = Event::Charter(charter::founding(&world));
        federation.step(&Entry { offset: 1, received: start, event: founding });
        let mut people = People::new(Arc::clone(&world));
        people.begin_to_write(&federation, start);
        let until = start + Duration::from_hours(24 * 5);
        let mut offset = 1;
        while let Some((at, act)) = people.next_before(until) {
            offset += 1;
            let received = at.max(federation.applied().received);
            let step = federation.step(&Entry { offset, received, event: Event::Act(act) });
            assert!(matches!(step.answer, Some(Ok(_))), "{:?}", step.answer);
            for notice in &step.notices {
                people.hear(&federation, notice);
            }
        }
        let courses: std::collections::BTreeSet<String> =
            federation.messages().map(|it| format!("{:?}", it.course)).collect();
        assert!(courses.len() >= 4, "{courses:?}");
        assert!(federation.messages().any(|it| it.answers.is_some()));
        assert!(federation.posts().next().is_some());
        let said: Vec<&str> = federation.posts().map(|post| post.words.as_str()).collect();
        let different: std::collections::BTreeSet<&str> = said.iter().copied().collect();
        assert_eq!(
            different.len(),
            said.len(),
            "nothing stands twice on a board of {}",
            said.len()
        );
        let written = federation.messages().count();
        people.begin_to_write(&federation, until);
        assert_eq!((people.next_at(), federation.messages().count()), (None, written));
    }
}
