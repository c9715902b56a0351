//! Anew: was one of two nodes put back to an earlier state, and how are they linked again?
//!
//! Numbers of letters, and by what the last of them is known again, show it: whoever was put back has heard
//! less than the other was told, or writes other letters under numbers that were used. Then none pass until
//! both committees have agreed by a code. What the nodes then tell each other is `mission`'s.

use mission::effect::{Done, Thing};
use mission::event::Event;
use mission::id::LinkId;
use mission::link::{PutBack, Tie};
use store::{Exchange, mark_of};

use super::{Standing, standing};
use crate::act::unexpected;
use crate::intake::Outcome;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;
use crate::wire::node::{Known, Numbers};

/// What is said of it where it was found, and what is to be done.
pub(super) const fn in_words(found: PutBack, other: Side) -> &'static str {
    match (found, other) {
        (PutBack::Here, Side::Above) => {
            "this node was put back to an earlier state and has forgotten letters that the node above \
             has seen; they wait until the two are linked anew: have the committee above make a code \
             for this node, and start this one with it once (--code)"
        }
        (PutBack::There, Side::Above) => {
            "the node above was put back to an earlier state and has forgotten letters of this one; they \
             wait until the two are linked anew: have the committee above make a code for this node, and \
             start this one with it once (--code)"
        }
        (PutBack::Either, Side::Above) => {
            "the two nodes do not know each other's keys any more: one of them was put back from a backup. \
             Letters wait until they are linked anew: have the committee above make a code for this node, \
             and start this one with it once (--code)"
        }
        (PutBack::Here, Side::Below) => {
            "this node was put back to an earlier state and has forgotten letters that the node below has \
             seen; they wait until the two are linked anew: make a code on the page of how the unit is \
             kept, with which the node below is started once"
        }
        (PutBack::There | PutBack::Either, Side::Below) => {
            "the node below was put back to an earlier state and has forgotten letters of this one; they \
             wait until the two are linked anew: make a code on the page of how the unit is kept, with \
             which the node below is started once"
        }
    }
}

/// Where the other node stands.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Above,
    Below,
}

/// Notes what was found of a link, and says so in the log when it is new.
pub(super) fn note(shell: &Shell, link: LinkId, found: Option<PutBack>, other: Side) {
    if !shell.reached.find(link, found) {
        return;
    }
    if let Some(found) = found {
        tracing::warn!(link = link.0, "{}", in_words(found, other));
    }
}

/// What a call from below shows. It may have been overtaken by another, so that it shows too little at most.
pub(super) async fn judge_call(
    shell: &Shell,
    link: LinkId,
    came: &Exchange,
) -> Result<Option<PutBack>, Problem> {
    let known = standing(shell, link).await?;
    if let Some(found) = came.put_back {
        return Ok(Some(found.seen_from_there()));
    }
    if came.epoch != known.epoch {
        let is_behind = came.epoch < known.epoch;
        return Ok(Some(if is_behind { PutBack::There } else { PutBack::Here }));
    }
    let has_gap = !came.letters.is_empty() && came.first > known.heard + 1;
    if came.heard > known.written || has_gap {
        return Ok(Some(PutBack::Here));
    }
    if is_rewritten(&known, came) {
        return Ok(Some(PutBack::There));
    }
    let is_other = knows_another(shell, link, &known, came).await?;
    Ok(is_other.then_some(PutBack::Here))
}

/// What the answer of the node above shows, between how this one stood before the call and after it.
pub(super) async fn judge_answer(
    shell: &Shell,
    link: LinkId,
    before: &Standing,
    came: &Exchange,
) -> Result<Option<PutBack>, Problem> {
    if let Some(found) = came.put_back {
        return Ok(Some(found.seen_from_there()));
    }
    let after = standing(shell, link).await?;
    if came.heard < before.delivered {
        return Ok(Some(PutBack::There));
    }
    let is_forgotten = came.heard > after.written || came.delivered > after.heard;
    let is_other = is_forgotten || knows_another(shell, link, &after, came).await?;
    Ok(is_other.then_some(PutBack::Here))
}

/// Whether a letter that was heard comes again, and is another.
fn is_rewritten(known: &Standing, came: &Exchange) -> bool {
    let place = known.heard.checked_sub(came.first).and_then(|it| usize::try_from(it).ok());
    let again = place.and_then(|place| came.letters.get(place));
    known.mark != 0 && again.is_some_and(|letter| mark_of(letter) != known.mark)
}

/// Whether the other has heard another letter under a number than the one that waits here.
async fn knows_another(
    shell: &Shell,
    link: LinkId,
    known: &Standing,
    came: &Exchange,
) -> Result<bool, Problem> {
    if came.mark == 0 || came.heard <= known.delivered {
        return Ok(false);
    }
    let after = came.heard - 1;
    let letters = shell.old_readings(0, move |reader| reader.letters(link, after, 1)).await?;
    let same = letters.first().filter(|(number, _)| *number == came.heard);
    Ok(same.is_some_and(|(_, letter)| mark_of(letter) != came.mark))
}

/// How the two would go on, as the upper node has it and the lower one says that it has it.
pub(super) fn numbers(known: &Standing, below: &Known) -> Numbers {
    Numbers {
        epoch: known.epoch.max(below.epoch) + 1,
        up: known.heard.max(below.written),
        down: known.written.max(below.heard),
    }
}

/// Begins a new time of the link.
pub(super) async fn tie_anew(shell: &Shell, link: LinkId, tie: Tie) -> Result<(), Problem> {
    let decided = shell.decide(None, Event::Anew(link, tie)).await?;
    let Outcome::Answer(done) = decided else {
        return Err(Problem::new(Kind::Mistake, "the operator has been told"));
    };
    let done = done?;
    let Done::Changed(Thing::Link(_)) = done else { return Err(unexpected(done)) };
    shell.reached.find(link, None);
    tracing::info!(link = link.0, "linked anew: both nodes tell each other what they know");
    Ok(())
}
