//! Nodes: how do the two nodes of the story begin, report, act and answer?

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mission::name;
use mission::sentence::Lang;
use mission::time::Timestamp;
use serde_json::{Value, json};
use server::clock::{Clock, SimulatedClock};
use server::wire::minute::{Node, Said, Sought};
use server::{Config, Front, Parent, Place, Question, Running, Stage, Stuck, Telling, Time, Trust};
use tempfile::TempDir;

use super::laid_down::{
    FRIDAY, PLANT, SECTOR, SERIES, SISTERS, above, at, below, day_text, figures, october, past,
};
use super::{StoryError, read};

/// Both nodes, with one clock for the two.
pub(super) struct Nodes {
    /// None once they have ended.
    running: Option<(Running, Running)>,
    above: Stage,
    below: Stage,
    addresses: (SocketAddr, SocketAddr),
    clock: Arc<SimulatedClock>,
    above_files: TempDir,
    below_files: TempDir,
    reports: AtomicU64,
}

/// An incident as somebody sees it.
pub(super) struct Open {
    pub(super) view: Said,
    /// Whether its time to put it right runs.
    pub(super) runs: bool,
}

impl Nodes {
    /// Starts both, lays them down, and lets them report their past, up to the morning of Friday the 16th.
    pub(super) async fn begin() -> Result<Self, StoryError> {
        let clock = Arc::new(SimulatedClock::new(at(16, "07:00"), 0.0));
        let (above_files, below_files) = (TempDir::new()?, TempDir::new()?);
        let upper = node(above_files.path(), &clock, None).await?;
        let stage = upper.stage();
        asked(&stage, "", "/api/v1/units", Some(above())).await?;
        let found = asked(&stage, SECTOR, &format!("/api/v1/units?path={SECTOR}"), None).await?;
        let id = read(&found)["units"][0]["id"].as_str().unwrap_or_default().to_owned();
        let code = json!({ "for": PLANT });
        let code = asked(&stage, SECTOR, &format!("/api/v1/units/{id}/nodes"), Some(code)).await?;
        let code = read(&code)["code"].as_str().map(str::to_owned);
        let place: Place = format!("http://{}", upper.address())
            .parse()
            .map_err(|_| broken("the node has no address"))?;
        let parent = Parent { place, code, authority: None };
        let lower = node(below_files.path(), &clock, Some(parent)).await?;
        asked(&lower.stage(), PLANT, "/api/v1/units", Some(below())).await?;
        let nodes = Self {
            above: stage,
            below: lower.stage(),
            addresses: (upper.address(), lower.address()),
            running: Some((upper, lower)),
            clock,
            above_files,
            below_files,
            reports: AtomicU64::new(0),
        };
        for unit in plants() {
            let readings = past().into_iter().flat_map(|day| figures(unit, day, None));
            nodes.report(unit, readings.collect()).await?;
        }
        nodes.settle().await?;
        nodes.pass_until(at(16, "17:41")).await?;
        nodes.report_day(16, FRIDAY).await?;
        nodes.pass_until(at(19, "17:30")).await?;
        for (sister, ..) in SISTERS {
            nodes.report(sister, figures(sister, october(19), None)).await?;
        }
        nodes.settle().await?;
        Ok(nodes)
    }

    /// Ends both.
    pub(super) async fn end(&mut self) -> Result<(), server::ServeError> {
        if let Some((above, below)) = self.running.take() {
            below.stop().await?;
            above.stop().await?;
        }
        Ok(())
    }

    pub(super) fn address_of(&self, unit: &str) -> String {
        let address = if unit == PLANT { self.addresses.1 } else { self.addresses.0 };
        format!("http://{address}")
    }

    pub(super) fn node_of(&self, unit: &str) -> Node {
        Node::at(if unit == PLANT { self.addresses.1 } else { self.addresses.0 })
    }

    pub(super) fn now_text(&self) -> String {
        day_text(self.clock.wall())
    }

    fn stage_of(&self, unit: &str) -> &Stage {
        if unit == PLANT { &self.below } else { &self.above }
    }

    /// Lets time pass on both, and all happen that falls due by then.
    pub(super) async fn pass_until(&self, time: Timestamp) -> Result<(), Stuck> {
        self.clock.advance(time.since(self.clock.wall()));
        self.settle().await
    }

    /// Waits until what is due has happened on both, and each has the other's letters.
    pub(super) async fn settle(&self) -> Result<(), Stuck> {
        let tick = || Some(json!({ "advance_s": 0 }));
        // A letter may be answered by a letter, and what that changes by another.
        for _ in 0..3 {
            for (stage, viewer) in [(&self.below, PLANT), (&self.above, SECTOR)] {
                asked(stage, viewer, "/api/v1/rehearsal/clock", tick()).await?;
                stage.delivered().await?;
            }
        }
        Ok(())
    }

    /// The plant reports a day of October with that output, and its sisters an ordinary one.
    pub(super) async fn report_day(&self, day: i8, output: f64) -> Result<(), Stuck> {
        self.phone(day, output).await?;
        for (sister, ..) in SISTERS {
            self.report(sister, figures(sister, october(day), None)).await?;
        }
        self.settle().await
    }

    /// The plant reports that day from its phone.
    pub(super) async fn phone(&self, day: i8, output: f64) -> Result<(), Stuck> {
        self.report(PLANT, figures(PLANT, october(day), Some(output))).await
    }

    async fn report(&self, unit: &str, readings: Vec<Value>) -> Result<(), Stuck> {
        let seq = self.reports.fetch_add(1, Ordering::Relaxed) + 1;
        let report = json!({"source": format!("phone of {unit}"), "epoch": 1, "seq": seq,
                            "unit": unit, "readings": readings});
        asked(self.stage_of(unit), unit, "/api/v1/reports", Some(report)).await.map(drop)
    }

    /// The room of a unit, as the unit itself has it.
    pub(super) async fn room(&self, unit: &str, lang: Lang) -> Result<Said, Stuck> {
        let path = format!("/api/v1/views/room?unit={unit}&lang={}", code(lang));
        asked(self.stage_of(unit), unit, &path, None).await
    }

    /// The plant's incident as a unit sees it; at the plant, also what is unusual and no incident yet.
    pub(super) async fn incident_of(&self, unit: &str, lang: Lang) -> Result<Option<Open>, Stuck> {
        let stage = self.stage_of(unit);
        let known = read(&asked(stage, unit, "/api/v1/incidents", None).await?);
        let listed = known["incidents"].as_array().into_iter().flatten();
        let mut listed = listed.filter(|incident| incident["unit"] == PLANT);
        let found = listed.next();
        let runs = found.is_some_and(|it| it["phase"] == "running" || it["phase"] == "waiting");
        let id = match found {
            Some(found) => found["id"].as_str().map(str::to_owned),
            None if unit == PLANT => {
                let room = read(&self.room(unit, lang).await?);
                room["ours"][0]["incident"].as_str().map(str::to_owned)
            }
            None => None,
        };
        let Some(id) = id else { return Ok(None) };
        let path = format!("/api/v1/views/incident?id={id}&lang={}", code(lang));
        Ok(Some(Open { view: asked(stage, unit, &path, None).await?, runs }))
    }

    /// Does something about the plant's incident for a unit.
    pub(super) async fn act(&self, unit: &str, act: Value) -> Result<(), Stuck> {
        let open = self.incident_of(unit, Lang::En).await?;
        let view = open.map(|open| read(&open.view)).unwrap_or_default();
        let id = view["id"].as_str().ok_or_else(|| broken("nothing is open to act upon"))?;
        let path = format!("/api/v1/incidents/{id}/acts");
        asked(self.stage_of(unit), unit, &path, Some(act)).await.map(drop)
    }

    /// The sector asks its own node for the readings of the plant's series, whatever the answer.
    pub(super) async fn probe(&self) -> Result<Said, Stuck> {
        let found = format!("/api/v1/units?path={PLANT}");
        let found = read(&asked(&self.above, SECTOR, &found, None).await?);
        let id = found["units"][0]["id"].as_str().unwrap_or_default().to_owned();
        let path = format!("/api/v1/units/{id}/indicators/{SERIES}/series");
        Ok(self.above.call(Question { path: &path, viewer: SECTOR, body: None }).await?)
    }

    /// Searches both disks for a figure: the one above, and the plant's own.
    pub(super) async fn search(&self, figure: f64) -> Result<(Sought, Sought), Stuck> {
        let (above, below) =
            (self.above_files.path().to_owned(), self.below_files.path().to_owned());
        let both = tokio::task::spawn_blocking(move || {
            Ok::<_, String>((sought(&above, figure)?, sought(&below, figure)?))
        });
        both.await.map_err(|error| broken(&error.to_string()))?.map_err(|why| broken(&why))
    }
}

/// All that report.
fn plants() -> impl Iterator<Item = &'static str> {
    SISTERS.iter().map(|(path, ..)| *path).chain([PLANT])
}

async fn node(
    files: &Path,
    clock: &Arc<SimulatedClock>,
    parent: Option<Parent>,
) -> Result<Running, server::ServeError> {
    let store = store::open(&format!("sqlite:{}", files.display()))?;
    let config = Config {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        time: Time::Rehearsed(clock.clone()),
        trust: Trust::Everybody,
        front: Front::default(),
        telling: Telling::default(),
        parent,
    };
    server::start(config, store).await
}

/// Asks a node, which must not refuse.
async fn asked(
    stage: &Stage,
    viewer: &str,
    path: &str,
    body: Option<Value>,
) -> Result<Said, Stuck> {
    let body = body.map(|body| body.to_string());
    let said = stage.call(Question { path, viewer, body: body.as_deref() }).await?;
    if (200..300).contains(&said.status) {
        return Ok(said);
    }
    Err(broken(&format!("{path} as {viewer} answered {}: {}", said.status, said.body)))
}

fn sought(files: &Path, figure: f64) -> Result<Sought, String> {
    let copies = TempDir::new().map_err(|error| error.to_string())?;
    let unit = name::Path::parse(PLANT).expect("the plant's path is one");
    let found = store::seek(files, &copies.path().join("copy"), figure, &unit);
    let store::Sought { files, bytes, in_bytes, in_log, in_kept, readings } =
        found.map_err(|error| error.to_string())?;
    Ok(Sought { files, bytes, in_bytes, in_log, in_kept, readings })
}

const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Es => "es",
    }
}

fn broken(why: &str) -> Stuck {
    Stuck::Broken(why.to_owned())
}
