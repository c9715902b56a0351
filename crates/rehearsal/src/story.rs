//! Story: what does a visitor see in the first minute?
//!
//! A plant on a node of its own, and the two levels above it on another: two servers of this process, each with a
//! store on a disk of its own, that write each other letters over the loopback. Their clock stands still and is
//! moved from stop to stop. Nothing that is shown is laid down beforehand but figures and acts: what becomes of
//! them, the nodes decide, and what they answer is handed on as they answer it.

mod laid_down;
mod nodes;

use std::sync::Arc;
use std::time::Duration;

use mission::sentence::Lang;
use mission::time::Timestamp;
use serde_json::{Value, json};
use server::clock::Stopwatch;
use server::wire::minute::{Minute, Place, Said, Turn};
use server::{Guide, Playing, ServeError, Stuck};
use tokio::sync::Mutex;

use self::laid_down::{BACK, LOW, NATION, NORMAL, PLANT, SECTOR, SUGGESTED, at, day_text};
use self::nodes::Nodes;

/// The story, and how far it has come.
pub struct Story {
    /// Where the visitor goes who has seen enough; the room of the story's nation where there is no other.
    room: Option<String>,
    played: Mutex<Played>,
}

struct Played {
    nodes: Nodes,
    stop: u8,
    typed: Option<f64>,
    /// How long it took, in real time, until the plant's page had what came of it.
    told_after: Option<Duration>,
    /// What the sector's room was before the figure was typed, in both languages, by its digest.
    before: [String; 2],
}

/// Why a story could not begin. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// A node did not start.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// There is no place for its files.
    #[error("make a directory for the story")]
    Directory(#[from] std::io::Error),
    /// It did not come as far as its beginning.
    #[error(transparent)]
    Stuck(#[from] Stuck),
}

impl Story {
    /// Begins it. `room` is where the visitor goes afterwards, if not into the story's own rooms.
    pub async fn begin(room: Option<String>) -> Result<Arc<Self>, StoryError> {
        let played = Mutex::new(Played::begin().await?);
        Ok(Arc::new(Self { room, played }))
    }

    /// Ends its nodes.
    pub async fn end(&self) -> Result<(), ServeError> {
        self.played.lock().await.nodes.end().await
    }
}

impl Guide for Story {
    fn play(&self, turn: Option<Turn>, lang: Lang) -> Playing<'_> {
        Box::pin(async move {
            let mut played = self.played.lock().await;
            match turn {
                None => {}
                Some(Turn::Type { value }) => played.types(value).await?,
                Some(Turn::Next) => played.goes_on().await?,
                Some(Turn::Again) => {
                    let began = Played::begin().await;
                    let began = began.map_err(|error| Stuck::Broken(error.to_string()))?;
                    let mut old = std::mem::replace(&mut *played, began);
                    old.nodes.end().await.map_err(|error| Stuck::Broken(error.to_string()))?;
                }
            }
            played.shown(self.room.clone(), lang).await
        })
    }
}

impl Played {
    /// Up to Monday evening: on Friday a figure was unusual, and the plant was told so.
    async fn begin() -> Result<Self, StoryError> {
        let nodes = Nodes::begin().await?;
        nodes.pass_until(at(19, "17:38")).await?;
        let before = [
            nodes.room(SECTOR, Lang::En).await?.digest,
            nodes.room(SECTOR, Lang::Es).await?.digest,
        ];
        Ok(Self { nodes, stop: 1, typed: None, told_after: None, before })
    }

    /// The visitor types Monday's figure; typed again, it is corrected.
    async fn types(&mut self, value: f64) -> Result<(), Stuck> {
        if self.stop > 1 {
            let why = "Monday's figure is typed on Monday; begin again to type another".to_owned();
            return Err(Stuck::NotNow(why));
        }
        let watch = Stopwatch::start();
        self.nodes.phone(19, value).await?;
        self.nodes.incident_of(PLANT, Lang::En).await?;
        self.told_after = Some(watch.elapsed());
        self.nodes.settle().await?;
        self.typed = Some(value);
        Ok(())
    }

    async fn goes_on(&mut self) -> Result<(), Stuck> {
        match self.stop {
            1 => self.clock_runs_out().await?,
            2 => self.sector_says_nothing().await?,
            3 => self.help_comes().await?,
            _ => return Err(Stuck::NotNow("the story is told; begin it again".to_owned())),
        }
        self.stop += 1;
        Ok(())
    }

    /// The figures stay low until Thursday evening, when the plant's three working days are over.
    async fn clock_runs_out(&mut self) -> Result<(), Stuck> {
        if self.nodes.incident_of(PLANT, Lang::En).await?.is_none_or(|open| !open.runs) {
            let why = "nothing is wrong at the plant, so nothing can rise; type a bad figure, such as 8.02";
            return Err(Stuck::NotNow(why.to_owned()));
        }
        for (day, value) in (20..).zip(LOW) {
            self.nodes.pass_until(at(day, "17:30")).await?;
            self.nodes.report_day(day, value).await?;
        }
        self.nodes.pass_until(at(22, "18:00")).await?;
        Ok(())
    }

    /// Nobody in the sector answers by Friday evening.
    async fn sector_says_nothing(&mut self) -> Result<(), Stuck> {
        self.nodes.pass_until(at(23, "17:30")).await?;
        self.nodes.report_day(23, LOW[0]).await?;
        self.nodes.pass_until(at(23, "18:00")).await?;
        Ok(())
    }

    /// The nation answers on Monday and sends help; the plant says that it came; its figures come back.
    async fn help_comes(&mut self) -> Result<(), Stuck> {
        self.nodes.pass_until(at(26, "10:00")).await?;
        let words = "two fitters and a carding machine from the national workshop, today";
        for act in [
            json!({"act": "name_owner", "by": "coordinator", "owner": "head of the workshop"}),
            json!({"act": "answer", "by": "coordinator", "words": words}),
            json!({"act": "offer_help", "by": "coordinator", "words": words}),
        ] {
            self.nodes.act(NATION, act).await?;
        }
        self.nodes.settle().await?;
        self.nodes.pass_until(at(26, "16:00")).await?;
        self.nodes.act(PLANT, json!({"act": "help_came", "by": "committee"})).await?;
        for (day, value) in (26..).zip(BACK) {
            self.nodes.pass_until(at(day, "17:30")).await?;
            self.nodes.report_day(day, value).await?;
        }
        Ok(())
    }

    /// Asks both nodes how it stands.
    async fn shown(&self, room: Option<String>, lang: Lang) -> Result<Minute, Stuck> {
        let nodes = &self.nodes;
        let figure = self.typed.unwrap_or(SUGGESTED);
        let (disk_above, disk_own) = nodes.search(figure).await?;
        let place = |path: &str, name: &str| Place {
            path: path.to_owned(),
            name: name.to_owned(),
            node: nodes.node_of(path),
        };
        let told = match nodes.incident_of(PLANT, lang).await? {
            Some(open) => open.view,
            None => nodes.room(PLANT, lang).await?,
        };
        let [english, spanish] = &self.before;
        let own_room = || format!("{}/{NATION}?as={NATION}", nodes.address_of(NATION));
        Ok(Minute {
            stop: self.stop,
            now: nodes.now_text(),
            stops: [(19, "17:38"), (22, "18:00"), (23, "18:00"), (29, "17:30")]
                .map(|(day, hour)| day_text(at(day, hour)))
                .to_vec(),
            typed: self.typed,
            told_after_s: self.told_after.map(|it| it.as_secs_f64()),
            suggested: SUGGESTED,
            room: room.unwrap_or_else(own_room),
            plant: place(PLANT, "Spinning 2"),
            sector: place(SECTOR, "Textiles"),
            nation: place(NATION, "Nation"),
            told,
            sector_room: nodes.room(SECTOR, lang).await?,
            sector_before: lang.pick(english, spanish).to_owned(),
            probe: nodes.probe().await?,
            risen: nodes.incident_of(SECTOR, lang).await?.map(|open| open.view),
            nation_room: nodes.room(NATION, lang).await?,
            disk_above,
            disk_own,
        })
    }
}

/// What a node answered, read.
fn read(said: &Said) -> Value {
    serde_json::from_str(said.body.get()).unwrap_or(Value::Null)
}

/// The normal of the plant's yarn, a little different every day.
fn normal(place: u32) -> f64 {
    let noise = f64::from((place * 7_919) % 97) / 97.0 - 0.5;
    ((NORMAL + 0.5 * noise) * 100.0).round() / 100.0
}

/// A time of the story, as the nodes write it.
fn text(time: Timestamp) -> String {
    time.to_string()
}
