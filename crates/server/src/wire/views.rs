//! Views: what does the server say to a page?
//!
//! The pages' types are made from these shapes; docs/formats/views.md explains them, and a test
//! holds the examples in `opsroom/fixtures/` to them. Numbers are numbers, every
//! key is present, and every sentence is already in the reader's language.

#![allow(missing_docs, reason = "a field whose name says it all needs no second sentence")]

mod chart;
mod figures;
mod flow;
mod incident;
mod keeping;
mod past;
mod people;
mod places;
mod plan;
mod room;
mod sharing;
mod telex;

use serde::Serialize;
use utoipa::ToSchema;

pub use self::chart::*;
pub use self::figures::*;
pub use self::flow::*;
pub use self::incident::*;
pub use self::keeping::*;
pub use self::past::*;
pub use self::people::*;
pub use self::places::*;
pub use self::plan::*;
pub use self::room::*;
pub use self::sharing::*;
pub use self::telex::*;

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "view", rename_all = "snake_case")]
pub enum View {
    Room(Box<Room>),
    Incident(Box<Incident>),
    Indicator(Box<Indicator>),
    Today(Box<Today>),
    Plan(Box<Plan>),
    Agreement(Box<Agreement>),
    Directive(Box<Directive>),
    Units(Box<Units>),
    Boundary(Box<Boundary>),
    Door(Box<Door>),
    People(Box<People>),
    Me(Box<MyPage>),
    Sharing(Box<Sharing>),
    Flow(Box<Flow>),
    Problem(Box<ProblemPage>),
    Setup(Box<Setup>),
    Audit(Box<AuditPage>),
    Telex(Box<TelexPage>),
    Board(Box<Board>),
    Minute(Box<MinutePage>),
    Past(Box<PastPage>),
}

impl View {
    /// What every view carries.
    pub fn frame(&self) -> &Frame {
        match self {
            Self::Room(view) => &view.frame,
            Self::Incident(view) => &view.frame,
            Self::Indicator(view) => &view.frame,
            Self::Today(view) => &view.frame,
            Self::Plan(view) => &view.frame,
            Self::Agreement(view) => &view.frame,
            Self::Directive(view) => &view.frame,
            Self::Units(view) => &view.frame,
            Self::Boundary(view) => &view.frame,
            Self::Door(view) => &view.frame,
            Self::People(view) => &view.frame,
            Self::Me(view) => &view.frame,
            Self::Sharing(view) => &view.frame,
            Self::Flow(view) => &view.frame,
            Self::Problem(view) => &view.frame,
            Self::Setup(view) => &view.frame,
            Self::Audit(view) => &view.frame,
            Self::Telex(view) => &view.frame,
            Self::Board(view) => &view.frame,
            Self::Minute(view) => &view.frame,
            Self::Past(view) => &view.frame,
        }
    }

    /// The same, to be filled in.
    pub fn frame_mut(&mut self) -> &mut Frame {
        match self {
            Self::Room(view) => &mut view.frame,
            Self::Incident(view) => &mut view.frame,
            Self::Indicator(view) => &mut view.frame,
            Self::Today(view) => &mut view.frame,
            Self::Plan(view) => &mut view.frame,
            Self::Agreement(view) => &mut view.frame,
            Self::Directive(view) => &mut view.frame,
            Self::Units(view) => &mut view.frame,
            Self::Boundary(view) => &mut view.frame,
            Self::Door(view) => &mut view.frame,
            Self::People(view) => &mut view.frame,
            Self::Me(view) => &mut view.frame,
            Self::Sharing(view) => &mut view.frame,
            Self::Flow(view) => &mut view.frame,
            Self::Problem(view) => &mut view.frame,
            Self::Setup(view) => &mut view.frame,
            Self::Audit(view) => &mut view.frame,
            Self::Telex(view) => &mut view.frame,
            Self::Board(view) => &mut view.frame,
            Self::Minute(view) => &mut view.frame,
            Self::Past(view) => &mut view.frame,
        }
    }
}

macro_rules! is_a_view {
    ($($page:ident => $name:ident),* $(,)?) => {$(
        impl From<$page> for View {
            fn from(page: $page) -> Self {
                Self::$name(Box::new(page))
            }
        }
    )*};
}

is_a_view! {
    Room => Room, Incident => Incident, Indicator => Indicator, Today => Today, Plan => Plan,
    Agreement => Agreement, Directive => Directive, Units => Units, Boundary => Boundary,
    ProblemPage => Problem, Door => Door, People => People, MyPage => Me,
    Sharing => Sharing, Flow => Flow, Setup => Setup, AuditPage => Audit,
    TelexPage => Telex, Board => Board, MinutePage => Minute, PastPage => Past,
}
