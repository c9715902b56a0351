//! Proxy: does the recipe of `examples/proxy` bring everything through nginx, at once and unharmed?

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder};

use crate::command::Desk;
use crate::encrypting::Pair;
use crate::serving::Serving;

const NAME: &str = "cybersyn.example.org";
/// No answer takes longer, but on a machine that is on its knees.
const PATIENCE: Duration = Duration::from_mins(2);

/// What stands around a site's file in `/etc/nginx`, for a process of its own in a folder of its own.
const AROUND: &str = "\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}
";

/// nginx, which runs until it is dropped.
struct Proxy {
    child: Child,
    open: SocketAddr,
    encrypted: SocketAddr,
}

impl Proxy {
    /// Before a server at this address; none where there is no nginx.
    fn before(server: &str, desk: &Desk) -> Option<Self> {
        let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];
        let program = program.into_iter().find(|program| Path::new(program).exists())?;
        let [open, encrypted] = free();
        let example =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/proxy/cybersyn.conf");
        let mut site = std::fs::read_to_string(example).expect("the recipe");
        for (usual, here) in [
            ("listen 80;", format!("listen {open};")),
            ("listen 443 ", format!("listen {encrypted} ")),
            ("/etc/ssl/certs/cybersyn.pem", desk.path("mill.pem").display().to_string()),
            ("/etc/ssl/private/cybersyn.key", desk.path("mill.key").display().to_string()),
            ("http://127.0.0.1:1972", server.to_owned()),
        ] {
            assert_eq!(site.matches(usual).count(), 1, "{usual}");
            site = site.replace(usual, &here);
        }
        desk.put("site.conf", site).put("nginx.conf", AROUND);
        let child = Command::new(program)
            .args(["-e", "stderr", "-c", "nginx.conf", "-p"])
            .arg(desk.path(""))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx can be called");
        let mut proxy = Self { child, open, encrypted };
        while TcpStream::connect(encrypted).is_err() {
            let ended = proxy.child.try_wait().expect("it is ours");
            assert!(ended.is_none(), "nginx ended; try `nginx -t` with the recipe");
            std::thread::yield_now();
        }
        Some(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Two addresses at which nobody listens.
fn free() -> [SocketAddr; 2] {
    let held = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    held.map(|held| held.local_addr().expect("it is bound"))
}

fn client(pair: &Pair) -> ClientBuilder {
    let trusted = reqwest::Certificate::from_pem(pair.certificate.as_bytes()).expect("our own");
    Client::builder().timeout(PATIENCE).add_root_certificate(trusted)
}

#[test]
fn pages_reports_and_events_come_through_nginx() {
    let desk = Desk::new().with_examples();
    desk.good("import mill.csv --mapping mill.toml");
    let pair = Pair::of(NAME);
    pair.put(&desk);
    let serving = Serving::with(&desk, &format!("--host {NAME}"));
    let Some(proxy) = Proxy::before(&serving.address, &desk) else {
        println!("skipped: the recipe for nginx; `apt-get install nginx-light` to have it tried");
        return;
    };
    let client = client(&pair).resolve(NAME, proxy.encrypted).build().expect("a client");
    let base = format!("https://{NAME}:{}", proxy.encrypted.port());

    let page = client.get(format!("{base}/")).send().expect("an answer");
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");

    // Events: an act is heard of before anything would fill a buffer.
    let events = client.get(format!("{base}/api/v1/events?unit=mill/spinning"));
    let events = events.header("cybersyn-as", "mill/spinning").send().expect("an answer");
    let mut lines = BufReader::new(events).lines().map(|line| line.expect("it goes on"));
    assert!(lines.any(|line| line == "event: beat"));
    let report = |body: String, origin: &str| {
        let request = client.post(format!("{base}/api/v1/reports?unit=mill/spinning"));
        let request = request.header("cybersyn-as", "mill/spinning").header("origin", origin);
        request.header("content-type", "text/csv").body(body).send().expect("an answer")
    };
    let one = "indicator,at,value\nyarn,2026-05-25,8.15\n".to_owned();
    assert_eq!(report(one.clone(), &base).status(), 200);
    let heard: Vec<String> = lines.by_ref().take_while(|line| line != "event: changed").collect();
    assert!(heard.iter().filter(|line| *line == "event: beat").count() < 2, "late: {heard:?}");
    assert_eq!(report(one.clone(), "https://evil.example").status(), 403);

    // What is large is let through, and what is too large is refused by its name.
    let largest = 8 << 20;
    let padded = |size: usize| one.clone() + &"\n".repeat(size - one.len());
    assert_eq!(report(padded(largest), &base).status(), 200);
    assert_eq!(report(padded(largest + 1), &base).status(), 413);

    // A name that is not the server's is refused by it, whatever the proxy thinks.
    let stranger = client.get(format!("{base}/healthz")).header("host", "evil.example");
    assert_eq!(stranger.send().expect("an answer").status(), 421);

    // How it is doing, whoever runs the machine asks it there.
    let outside = client.get(format!("{base}/metrics")).send().expect("an answer");
    let inside = Client::new().get(format!("{}/metrics", serving.address)).send();
    assert_eq!(
        (outside.status(), inside.expect("an answer").status()),
        (404.try_into().unwrap(), 200.try_into().unwrap())
    );

    let plain = Client::builder().redirect(reqwest::redirect::Policy::none());
    let plain = plain.resolve(NAME, proxy.open).build().expect("a client");
    let moved = plain.get(format!("http://{NAME}:{}/unit/mill", proxy.open.port())).send();
    let moved = moved.expect("an answer");
    assert_eq!(moved.status(), 301);
    assert_eq!(moved.headers()["location"], format!("https://{NAME}/unit/mill"));
    let in_the_open = plain.post(format!("http://{NAME}:{}/api/v1/reports", proxy.open.port()));
    let in_the_open = in_the_open.header("authorization", "Bearer key").send().expect("an answer");
    assert_eq!(in_the_open.status(), 403);
    assert!(in_the_open.text().expect("words").contains("use https"));
    drop(proxy);
    assert!(serving.stop());
}
