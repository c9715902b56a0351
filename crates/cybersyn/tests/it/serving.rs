//! Serving: does a unit that reports from the command line reach the server that runs there?

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::command::Desk;

/// A server that runs until it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
    /// What it says goes somewhere as long as it runs.
    said: BufReader<ChildStderr>,
}

impl Serving {
    pub(crate) fn of(desk: &Desk) -> Self {
        Self::with(desk, "")
    }

    /// With further words on its command line.
    pub(crate) fn with(desk: &Desk, words: &str) -> Self {
        Self::to_members(desk, &format!("--open {words}"))
    }

    /// One at which people sign in.
    pub(crate) fn to_members(desk: &Desk, words: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cybersyn"))
            .args(["serve", "--address", "127.0.0.1:0"])
            .args(words.split_whitespace())
            .current_dir(desk.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be called");
        let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
        let open = "the control room is open at ";
        let line = said.by_ref().lines().map_while(Result::ok).find(|line| line.starts_with(open));
        let line = line.expect("it says where it listens");
        let address = line.trim_start_matches(open).trim_end_matches('/').to_owned();
        Self { child, address, said }
    }

    /// Waits until it says these words, and answers what it said up to that line.
    pub(crate) fn says(&mut self, words: &str) -> String {
        let mut all = String::new();
        while !all.contains(words) {
            let read = self.said.read_line(&mut all).expect("it says something");
            assert_ne!(read, 0, "it ended without {words:?}:\n{all}");
        }
        all
    }

    /// The code of the first account, which lies in a file where nobody sits before the program.
    pub(crate) fn first_code(&mut self, desk: &Desk) -> String {
        let said = self.says("the first is made, within a day, at the address in ");
        let file = said.trim_end().rsplit(' ').next().expect("a file");
        let link = fs::read_to_string(desk.path(file)).expect("it is there");
        let code = link.trim().rsplit_once("/first#").expect("an address with a code").1.to_owned();
        assert!(!said.contains(&code), "{said}");
        code
    }

    /// Ends it as a loss of power does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Asks it to end, as an operator does, and waits until it has.
    pub(crate) fn stop(mut self) -> bool {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        asked.expect("there is a kill").success() && self.child.wait().expect("it ends").success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Only where a test fails is it still there.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn figures_reach_the_server_and_are_there_when_it_has_ended() {
    let desk = Desk::new().with_examples();
    desk.good("import mill.csv --mapping mill.toml");
    let serving = Serving::of(&desk);
    let server = format!("--server {}", serving.address);

    let ended = desk.good(&format!("report mill/spinning yarn 8.15 --at 2026-05-25 {server}"));
    assert_eq!(ended.out, "1 taken in\n");
    desk.put(
        "today.csv",
        "indicator,at,value\nyarn,2026-05-26,8.2\nyarn,2026-05-27,much\nwool,2026-05-27,1\n",
    );
    let ended = desk.call(&format!("report mill/spinning --csv today.csv {server}"));
    assert_eq!((ended.code, ended.out.as_str()), (2, "1 taken in\n"), "{ended:#?}");
    assert!(ended.err.contains("today.csv:3: ") && ended.err.contains("much"), "{}", ended.err);
    assert!(ended.err.contains("today.csv:4: ") && ended.err.contains("wool"), "{}", ended.err);

    let numbered =
        format!("report mill/weaving cloth 5100 --at 2026-05-25 --source loom --seq 1 {server}");
    desk.good(&numbered);
    assert_eq!(desk.good(&numbered).out, "0 taken in, 1 had come before\n");
    let json = desk.call(&format!("report mill/spinning yarn NaN --at 2026-05-28 --json {server}"));
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("an answer in JSON");
    assert_eq!(json["problem_count"], 1);
    desk.bad(&format!("report moon yarn 8.15 {server}"), "moon");

    // The directory is the server's as long as it runs.
    desk.bad("import mill.csv --mapping mill.toml", "it is in use by process");
    desk.bad("export mill", "stop that first");

    assert!(serving.stop());
    let exported = desk.good("export mill/spinning --indicator yarn --from 2026-05-25");
    assert_eq!(exported.out.lines().count(), 3, "{}", exported.out);
    desk.bad(
        "report mill yarn 1 --server http://127.0.0.1:1",
        "is `cybersyn serve` running there?",
    );
}

#[test]
fn it_listens_on_this_machine_alone_and_says_why() {
    let desk = Desk::new();
    desk.bad("serve --address 0.0.0.0:0", "use an address of this machine alone");
    desk.bad("serve --address nowhere", "--address");
    desk.bad("serve --host https://cybersyn.example.org", "without https://");
    desk.bad("serve --cert mill.pem", "--key <FILE>");
    desk.bad(
        "serve --cert mill.pem --key mill.key",
        "could not serve: read mill.pem, where a PEM file",
    );
    desk.bad("serve --address 0.0.0.0:0 --cert mill.pem --key mill.key", "say it with --host");
}

#[test]
fn the_operator_sees_who_is_signed_in_and_ends_it_while_the_server_runs() {
    let desk = Desk::new();
    let mut serving = Serving::to_members(&desk, "");
    let code = serving.first_code(&desk);
    let file = desk.path("cybersyn-data/first-account");
    let mode = fs::metadata(&file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "whoever has the link keeps the program running");
    let client = reqwest::blocking::Client::new();
    let address = serving.address.clone();
    let post = |path: &str, body: &serde_json::Value| {
        let request = client.post(format!("{address}{path}"));
        let request = request.header("content-type", "application/json").body(body.to_string());
        request.send().expect("an answer")
    };
    let first = serde_json::json!({"code": code, "login": "ana", "name": "Ana",
                                   "password": "two looms without thread"});
    let answer = post("/api/v1/first", &first);
    assert_eq!(answer.status(), 201);
    let cookie = answer.headers().get_all("set-cookie").iter().find_map(|cookie| {
        let cookie = cookie.to_str().ok()?.split(';').next()?;
        cookie.starts_with("cybersyn_session=").then(|| cookie.to_owned())
    });
    let cookie = cookie.expect("a session");
    let me = || {
        let request = client.get(format!("{address}/api/v1/views/me"));
        request.header("cookie", &cookie).send().expect("an answer").status()
    };
    assert_eq!(me(), 200);

    let listed = desk.good("sessions").out;
    assert!(listed.contains("ana  since "), "{listed}");
    desk.bad("sessions --end nobody", "expected the login of somebody who has an account");
    desk.bad("sessions --end number:x", "expected the login");
    desk.bad("sessions --end ana --end-all", "cannot be used with");
    assert_eq!(me(), 200, "to look ends nothing");
    let ended = desk.good("sessions --end ANA").out;
    assert!(ended.contains("ana  since "), "{ended}");
    let said = serving.says("a session was ended by the operator");
    assert!(said.contains("of=1 session="), "{said}");
    assert_eq!(me(), 401);
    let json = desk.good("sessions --end-all --and-machines --json").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["ended"], &json["sessions"]), (&true.into(), &serde_json::json!([])));
    assert!(serving.stop());
    let serving = Serving::to_members(&desk, "");
    assert!(serving.stop());
    assert!(!file.exists(), "there is an account: the file is gone");
}

#[test]
fn what_was_refused_is_found_in_the_log_by_the_number_of_its_answer_and_nothing_secret_is_there() {
    let client = reqwest::blocking::Client::new();
    let sign_in = |address: &str| {
        let body = r#"{"login": "password-typed-as-login", "password": "unmistakable looms"}"#;
        let request = client.post(format!("{address}/api/v1/session?code=unmistakable-code"));
        let request = request.header("content-type", "application/json").body(body);
        let answer = request.send().expect("an answer");
        assert_eq!(answer.status(), 401);
        answer.headers()["request-id"].to_str().expect("plain letters").to_owned()
    };
    let is_secret = |said: &str| said.contains("unmistakable") || said.contains("typed-as-login");

    let desk = Desk::new();
    let mut serving = Serving::to_members(&desk, "");
    let id = sign_in(&serving.address);
    let said = serving.says("kind=\"sign-in\"");
    let lines = said.lines().filter(|line| line.contains(&id)).collect::<Vec<_>>();
    assert!(lines.iter().any(|line| line.contains("a wrong login or password")), "{said}");
    assert!(lines.iter().all(|line| line.contains("from=127.0.0.1")), "{said}");
    assert!(lines.iter().all(|line| line.contains("/api/v1/session")), "{said}");
    assert!(!is_secret(&said), "{said}");
    assert!(serving.stop());

    let mut serving = Serving::to_members(&desk, "--log json");
    let id = sign_in(&serving.address);
    let said = serving.says("\"sign-in\"");
    let line = said.lines().last().expect("a line");
    let line: serde_json::Value = serde_json::from_str(line).expect("lines are JSON");
    assert_eq!(line["fields"]["kind"], "sign-in", "{line}");
    assert_eq!((&line["span"]["id"], &line["span"]["from"]), (&id.into(), &"127.0.0.1".into()));
    assert!(line["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{line}");
    assert!(!is_secret(&said), "{said}");
    assert!(serving.stop());
}

#[test]
fn a_server_for_mail_is_set_up_whole_and_its_password_is_closed_to_others_and_never_shown() {
    let desk = Desk::new();
    desk.put("mail.password", "unmistakable looms\n");
    let mode = |mode| {
        let permissions = Permissions::from_mode(mode);
        std::fs::set_permissions(desk.path("mail.password"), permissions).expect("ours");
    };
    mode(0o600);
    desk.bad("serve --mail smtps://mail.example.org", "--mail-from <ADDRESS>");
    desk.bad("serve --mail mail.example.org --mail-from a@b.org", "smtps://HOST");
    desk.bad("serve --mail smtp://127.0.0.1 --mail-from a@b.org --open", "--open");
    // On an address of its own: this is found only when it is known where the server is.
    let nobody = "serve --address 127.0.0.1:0 --mail smtp://127.0.0.1 --mail-from nobody";
    desk.bad(nobody, "send mail from \"nobody\"");
    desk.bad("serve --mail-password-file mail.password", "--mail");
    let with = "serve --mail smtp://127.0.0.1 --mail-from a@b.org --mail-password-file";
    desk.bad(&format!("{with} nowhere"), "could not set up mail: read nowhere");
    mode(0o644);
    let ended = desk.call(&format!("{with} mail.password"));
    assert!(ended.code == 2 && ended.err.contains("chmod 600"), "{ended:#?}");
    assert!(!ended.err.contains("unmistakable"), "{ended:#?}");
}
