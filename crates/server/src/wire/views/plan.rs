//! Plan: what do the pages of agreements and directives show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Act, AgreementAct, DirectiveAct, Frame, IndicatorRef, UnitRef};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    RecoveryTime,
    Capability,
    Potentiality,
    IndexWeight,
    Retire,
    NewLevel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanLineKind {
    Agreement,
    Directive,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PlanLine {
    pub kind: PlanLineKind,
    pub id: String,
    pub heading: String,
    /// `Spinning 2 proposes 5 working days. Textiles offers 4.`
    pub sentence: String,
    /// `review 31 October 2026`, `sent 20 Oct`.
    pub standing: String,
    /// True when the viewer's answer is awaited.
    pub awaits_us: bool,
}

/// What this unit may propose to the level above. `indicator` null: the whole unit. `value_unit`
/// null: no value is asked (retire).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Proposable {
    pub kind: AgreementKind,
    pub indicator: Option<IndicatorRef>,
    /// `Recovery time: yarn output`.
    pub text: String,
    pub value_unit: Option<String>,
    /// What holds now.
    pub current: Option<f64>,
}

/// Something that the unit said beforehand of its own figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Announced {
    pub id: String,
    /// `Yarn output: a new level`, `All figures: left apart`.
    pub heading: String,
    /// What it is, in the words of whoever said so.
    pub words: String,
    /// `from Fri 6 Nov to Thu 12 Nov`.
    pub standing: String,
    /// Whether it can be called off, or ended.
    pub may_call_off: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PlanView)]
pub struct Plan {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    pub agreements: Vec<PlanLine>,
    pub directives: Vec<PlanLine>,
    /// What the unit said beforehand of its own figures; empty for anybody else.
    pub announced: Vec<Announced>,
    /// The figures of which the viewer may announce something; empty when it may not.
    pub may_announce: Vec<IndicatorRef>,
    /// Empty when the viewer may not propose here.
    pub may_propose: Vec<Proposable>,
    /// The parts to which the viewer may send a directive; empty when it may not.
    pub may_direct: Vec<UnitRef>,
}

/// A value with its words: `4` + `working days`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Amount {
    pub value: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Consent {
    pub unit: UnitRef,
    pub consented: bool,
    /// `consents, 20 Oct`, `not yet`.
    pub text: String,
}

/// A step of a negotiation, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Move {
    pub amount: Amount,
    /// `Textiles answers with 4`.
    pub heading: String,
    pub words: String,
    /// `Textiles committee, 20 October`.
    pub by: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementStatus {
    Proposed,
    Agreed,
    Withdrawn,
    Lapsed,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AgreementView)]
pub struct Agreement {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub id: String,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    /// `Agreement on recovery time: yarn output, Spinning 2`.
    pub eyebrow: String,
    /// `Spinning 2 proposes 5 working days. Textiles offers 4.`
    pub sentence: String,
    /// `Until both consent, 3 holds. No incident that is running changes.`
    pub lede: String,
    pub holds: Amount,
    /// `Review is due on 31 October 2026.`, `The default; nothing was agreed.`
    pub holds_note: String,
    /// The value on the table; null when nothing is negotiated.
    pub on_table: Option<Amount>,
    /// The bare number on the table, to fill a counter-proposal with.
    pub on_table_value: Option<f64>,
    /// Null for retire.
    pub value_unit: Option<String>,
    pub consents: Vec<Consent>,
    /// `next working day after both consent`.
    pub in_force: String,
    pub review: String,
    pub history: Vec<Move>,
    pub acts: Vec<Act<AgreementAct>>,
    pub acts_note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectiveReply {
    Accept,
    Counter,
    Object,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = DirectiveAnswerShown)]
pub struct DirectiveAnswer {
    pub unit: UnitRef,
    /// Null while the answer is awaited.
    pub answer: Option<DirectiveReply>,
    pub words: Option<String>,
    /// `Spinning 2 committee, 21 October`; null while awaited.
    pub by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectiveStatus {
    Open,
    Answered,
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = DirectiveView)]
pub struct Directive {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub id: String,
    pub from: UnitRef,
    pub status: DirectiveStatus,
    /// `Directive from Textiles, sent 20 October`.
    pub eyebrow: String,
    /// The policy itself.
    pub sentence: String,
    /// `Two of three have answered. In force from 1 November 2026.`
    pub lede: String,
    pub reason: String,
    pub answers: Vec<DirectiveAnswer>,
    pub acts: Vec<Act<DirectiveAct>>,
    pub acts_note: Option<String>,
    /// Where one writes about it; null where the viewer cannot.
    pub write_about: Option<String>,
}
