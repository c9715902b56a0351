//! Show: which pages are there, and where do their views come from?

use crate::asked::{Answer, Asked};
use crate::embed;
use crate::problem::Problem;
use crate::routes::{Route, page};

type Field = (&'static str, &'static str);

/// The routes of pages and views.
pub(crate) fn table(_lang: Field, _unit: Field) -> Vec<Route> {
    vec![
        page("/", |asked| Box::pin(at_path(asked)), "The list of units.", &[]),
        page("/{*path}", |asked| Box::pin(at_path(asked)), "A page, or a file of it.", &[]),
    ]
}

async fn at_path(asked: Asked) -> Answer {
    let name = asked.path.trim_start_matches('/');
    let name = if name.is_empty() { "index.html" } else { name };
    embed::file(name).map(|file| file.answer(&asked.headers)).ok_or_else(Problem::unknown)
}
