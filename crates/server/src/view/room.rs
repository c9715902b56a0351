//! Room: what needs us, and how does everything else stand?

mod cards;
mod seen;
mod tiles;

pub(crate) use self::tiles::state;

use mission::federation::{Budget, Federation};
use mission::id::UnitId;
use mission::obligation::Obligation;
use mission::reach::{Resource, Viewer};
use mission::sentence::{Lang, Need, Others, Plight, within};
use mission::time::Timestamp;

use super::{Eyes, Hidden};
use crate::wire::views::{FigureState, Room, Tile, TileGroup, TileGroupKind, Whole};

use self::cards::Matters;

/// The room of a unit, for the unit itself. From anywhere else it is a boundary.
pub fn room(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    lang: Lang,
    now: Timestamp,
) -> Result<Room, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    Ok(eyes.room())
}

impl Eyes<'_> {
    fn room(&self) -> Room {
        let voice = self.voice();
        let matters = self.matters();
        let groups = self.groups(&matters);
        let others = others(&groups, self.live_indicators().count());
        let parts = self.federation.registry().parts(self.place);
        let plights: Vec<Plight<'_>> = matters.own_plights(self);
        let need = Need {
            parts_calling: matters.parts_calling(self).len(),
            parts_quiet: parts.len() - matters.parts_heard(self).len(),
            parts: parts.len(),
            ours: &plights,
        };
        let seen = self.seen_above();
        Room {
            frame: self.frame(voice.room_title(self.name(self.place))),
            sentence: voice.room(&need, others),
            lede: self.lede(&matters, &groups, parts.len()),
            passed_up: self.passed_up(&matters),
            answered: self.answered(&matters),
            ours: self.ours(&matters),
            groups,
            whole: self.whole(),
            due: self.due_line(),
            seen_heading: self
                .unit(self.place)
                .parent
                .filter(|_| !seen.is_empty())
                .map(|above| voice.what_sees(self.name(above))),
            seen_above: seen,
            to_answer: self.waiting(),
            telex: self.telex(),
        }
    }

    fn lede(&self, matters: &Matters<'_>, groups: &[TileGroup], parts: usize) -> String {
        let voice = self.voice();
        let figures = self.live_indicators().count();
        let mut said = vec![voice.place(self.name(self.place), parts, figures)];
        let next: Option<&Obligation> = matters.to_answer().min_by_key(|owed| owed.answer_by);
        if let Some(owed) = next {
            said.push(voice.we_owe(self.name(owed.creditor), owed.answer_by));
        }
        let named = |state| names(groups, state);
        let mut silent = named(FigureState::NoData);
        silent.extend(named(FigureState::Silent));
        let remarks = voice.remarks(&named(FigureState::Better), &silent);
        said.extend((!remarks.is_empty()).then_some(remarks));
        if matters.has_own() && self.unit(self.place).parent.is_some() {
            said.push(voice.told_above(&matters.told_above(self)));
        }
        said.join(" ")
    }

    /// Parts that passed nothing up, and our own figures that are no card.
    fn groups(&self, matters: &Matters<'_>) -> Vec<TileGroup> {
        let voice = self.voice();
        let heard = matters.parts_heard(self);
        let parts = self.federation.registry().parts(self.place).iter().copied();
        let quiet = parts.filter(|part| !heard.contains(part));
        let parts: Vec<Tile> = quiet.map(|part| self.part_tile(part)).collect();
        let carded = matters.carded_indicators();
        let rest = self.live_indicators().filter(|id| !carded.contains(id));
        let figures: Vec<Tile> = rest.map(|id| self.figure_tile(id)).collect();
        let day = self.live_indicators().filter_map(|id| self.federation.series(id).last());
        let day = day.map(|reading| reading.at).max().map(|at| voice.date_of(at));
        let mut groups = Vec::new();
        if !parts.is_empty() {
            groups.push(TileGroup {
                heading: voice.passed_nothing_up().to_owned(),
                kind: TileGroupKind::Parts,
                tiles: parts,
                note: Some(voice.why_as_of().to_owned()),
            });
        }
        if !figures.is_empty() {
            groups.push(TileGroup {
                heading: voice.our_figures(!carded.is_empty(), day.unwrap_or(voice.today())),
                kind: TileGroupKind::Indicators,
                tiles: figures,
                note: Some(voice.budget(self.budget())),
            });
        }
        groups
    }

    /// What the unit was told of all its figures, and what of that would be chance.
    fn budget(&self) -> Budget {
        self.live_indicators().map(|id| self.federation.budget(id, self.now)).sum()
    }

    /// The unit as a whole: of a level the roll-up of its parts, else its own index.
    fn whole(&self) -> Option<Whole> {
        let voice = self.voice();
        let is_level = !self.federation.registry().parts(self.place).is_empty();
        let shown = if is_level { self.roll_up() } else { self.index_of(self.place) }?;
        let sentence = match shown.parts {
            Some(rolled) if rolled.of == 0 => return None,
            Some(rolled) if rolled.seen == 0 => voice.too_few(&rolled),
            Some(rolled) => {
                let worst = self.worst_released();
                format!("{} {}", voice.roll_up(&rolled), worst.unwrap_or_default())
            }
            None => {
                shown.addends.index()?;
                voice.own_index(self.index_above())
            }
        };
        let (ratios, bar) = self.ratios_and_bar(self.place, &shown);
        let has_line = shown.line.values.iter().flatten().count() > 1;
        Some(Whole {
            heading: voice.as_a_whole(self.name(self.place)),
            day: self.when(self.hours().start_of(shown.date), voice.weekday_date(shown.date)),
            bar,
            ratios,
            line: has_line.then_some(shown.line),
            sentence: sentence.trim().to_owned(),
        })
    }

    fn due_line(&self) -> Option<String> {
        let due = self.due_today();
        let to_come: Vec<_> = due.iter().filter(|due| due.is_to_come()).collect();
        let by = to_come.iter().map(|due| due.by).max()?;
        Some(self.voice().due(to_come.len(), by))
    }
}

fn names(groups: &[TileGroup], state: FigureState) -> Vec<String> {
    let tiles = groups.iter().filter(|group| group.kind == TileGroupKind::Indicators);
    let tiles = tiles.flat_map(|group| &group.tiles);
    tiles.filter(|tile| tile.state == state).map(|tile| within(&tile.name)).collect()
}

fn others(groups: &[TileGroup], figures: usize) -> Others {
    let count = |state| names(groups, state).len();
    let better = count(FigureState::Better);
    Others {
        figures,
        // What is better is in no need of anything either.
        as_expected: count(FigureState::AsExpected) + better,
        better,
        no_data: count(FigureState::NoData) + count(FigureState::Silent),
        learning: count(FigureState::Learning),
    }
}
