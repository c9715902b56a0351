//! Telling: does somebody hear of it by mail, also when the program is killed meanwhile?

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

use crate::command::Desk;
use crate::serving::Serving;

/// Nothing takes longer, but on a machine that is on its knees.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server for mail.
struct Post {
    address: SocketAddr,
    letters: Receiver<String>,
    /// Whether it takes mails and does not say so.
    is_mute: Arc<AtomicBool>,
}

impl Post {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, letters) = sync_channel(16);
        let is_mute = Arc::new(AtomicBool::new(false));
        let mute = is_mute.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (sender, mute) = (sender.clone(), mute.clone());
                // Whoever hangs up has had enough.
                thread::spawn(move || drop(speak(stream, &sender, &mute)));
            }
        });
        Self { address, letters, is_mute }
    }

    fn next(&self) -> String {
        self.letters.recv_timeout(PATIENCE).expect("a mail comes")
    }
}

fn speak(
    mut to: TcpStream,
    letters: &SyncSender<String>,
    is_mute: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(to.try_clone()?).lines();
    to.write_all(b"220 post.example.org\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let answer = match line.split(' ').next().unwrap_or_default() {
            "EHLO" => "250 post.example.org",
            "DATA" => {
                to.write_all(b"354 go on\r\n")?;
                let mut letter = String::new();
                while let Some(line) = lines.next().transpose()?.filter(|line| line != ".") {
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.push('\n');
                }
                letters.send(letter).map_err(std::io::Error::other)?;
                if is_mute.load(Ordering::Relaxed) {
                    return lines.next().transpose().map(drop);
                }
                "250 taken over"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        to.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

/// Somebody with a browser.
pub(crate) struct Browser {
    client: Client,
    address: String,
    cookies: String,
}

impl Browser {
    pub(crate) fn at(serving: &Serving) -> Self {
        let address = serving.address.clone();
        Self { client: Client::new(), address, cookies: String::new() }
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Value {
        let request = self.client.post(format!("{}{path}", self.address)).json(body);
        let answer = request.header("cookie", &self.cookies).send().expect("it answers");
        for set in answer.headers().get_all("set-cookie") {
            let set = set.to_str().expect("letters").split(';').next().unwrap_or_default();
            self.cookies = format!("{set}; {}", self.cookies);
        }
        read(answer)
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.address));
        read(request.header("cookie", &self.cookies).send().expect("it answers"))
    }
}

fn read(answer: Response) -> Value {
    let (status, text) = (answer.status(), answer.text().expect("it is read"));
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

fn line<'l>(letter: &'l str, begins: &str) -> &'l str {
    letter.lines().find(|line| line.starts_with(begins)).expect(begins)
}

#[test]
fn what_was_on_its_way_when_the_program_was_killed_is_told_when_it_is_back_under_the_same_id() {
    let desk = Desk::new();
    let post = Post::open();
    let words = format!("--mail smtp://{} --mail-from cybersyn@example.org", post.address);
    let mut serving = Serving::to_members(&desk, &words);
    let code = serving.first_code(&desk);

    let password = "two looms without thread";
    let mut founder = Browser::at(&serving);
    let first = json!({"code": code, "login": "ana", "name": "Ana", "password": password});
    founder.post("/api/v1/first", &first);
    founder.post("/api/v1/units", &json!({"by": "a", "units": [{"path": "mill"}]}));
    let way = founder.post("/api/v1/ways", &json!({"address": "ana@example.org", "lang": "en"}));
    let letter = post.next();
    let path = format!("/api/v1/ways/{}/confirm", way["id"].as_str().expect("an id"));
    founder.post(&path, &json!({"code": line(&letter, "    ").trim()}));

    post.is_mute.store(true, Ordering::Relaxed);
    founder.post(
        "/api/v1/alarms",
        &json!({"unit": "mill", "kind": "machine", "words": "unmistakable", "key": "a"}),
    );
    let before = post.next();
    serving.kill();

    post.is_mute.store(false, Ordering::Relaxed);
    let serving = Serving::to_members(&desk, &words);
    let after = post.next();
    assert_eq!(line(&after, "Message-ID: "), line(&before, "Message-ID: "));
    assert_eq!(line(&after, "Subject: "), "Subject: mill: something needs a look");
    assert!(!after.contains("unmistakable"), "{after}");
    let mut founder = Browser::at(&serving);
    founder.post("/api/v1/session", &json!({"login": "ana", "password": password}));
    let found = founder.get("/api/v1/units?path=mill");
    let id = found["units"][0]["id"].as_str().expect("an id");
    let path = format!("/api/v1/units/{id}/reached");
    while founder.get(&path)["summonses"][0]["outcome"] != "reached" {
        thread::yield_now();
    }
    assert!(serving.stop());
    assert!(post.letters.try_recv().is_err(), "it is told once");
}
