//! Bodies: what becomes of what is too large, cut off, or of a form nobody meant?

use std::io::Write as _;

use serde_json::json;

use crate::world::{MILL, World};

const REPORTS: &str = "/api/v1/reports";
const CSV: (&str, &str) = ("content-type", "text/csv");
const LIMIT: usize = 8 * 1024 * 1024;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A report that is exactly as long as wanted, filled up with spaces.
fn report_of(bytes: usize) -> Vec<u8> {
    let reading = r#"{"indicator":"output","at":"2026-03-01","value":1}"#;
    let report = format!(r#"{{"unit":"{MILL}","readings":[{reading}]}}"#);
    let mut body = report.into_bytes();
    body.resize(bytes, b' ');
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_eight_mebibytes_is_read_and_one_byte_more_is_not() {
    let world = World::new().await;
    let post = |body| world.post_raw(MILL, REPORTS, &[], body);
    assert_eq!(post(report_of(LIMIT)).await.ok()["accepted"], 1);
    post(report_of(LIMIT + 1)).await.is_problem(413, "larger than 8388608 bytes");
    let packed = |body| world.post_raw(MILL, REPORTS, &[("content-encoding", "gzip")], body);
    assert_eq!(packed(gzip(&report_of(LIMIT))).await.ok()["accepted"], 1);
    packed(gzip(&report_of(LIMIT + 1))).await.is_problem(413, "unpacked");
    let bomb = gzip(&vec![b' '; 100 * LIMIT]);
    packed(bomb).await.is_problem(413, "unpacked");
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_and_unknown_wrappings_are_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let whole = gzip(&report_of(1_000));
    let packed = |body| world.post_raw(MILL, REPORTS, &[("content-encoding", "gzip")], body);
    packed(whole[..whole.len() - 9].to_vec()).await.is_problem(400, "was cut off");
    packed(b"plain".to_vec()).await.is_problem(400, "gzip is damaged");
    let brotli = [("content-encoding", "br")];
    world.post_raw(MILL, REPORTS, &brotli, whole).await.is_problem(415, "expected gzip");
    let xml = [("content-type", "application/xml")];
    world.post_raw(MILL, REPORTS, &xml, b"<a/>".to_vec()).await.is_problem(415, "text/csv");
    let id = world.unit_id(MILL).await;
    let series = world.get(MILL, &format!("/api/v1/units/{id}/indicators/output/series")).await;
    assert_eq!(series.ok()["of"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_with_marks_semicolons_and_other_line_ends_are_understood() {
    let world = World::new().await;
    for table in [
        "unit,indicator,at,value,measure\nchile/textiles/yarur,output,2026-03-01,8.15,t\n",
        "\u{feff}unit;indicator;at;value\r\nchile/textiles/yarur;output;2026-03-01;8,15\r\n",
        "Indicator\tAt\tValue\tUnit\noutput\t2026-03-01\t8.15\tchile/textiles/yarur\n",
    ] {
        let answer = world.post_raw(MILL, REPORTS, &[CSV], table.as_bytes().to_vec()).await.ok();
        assert_eq!(answer["accepted"], 1, "{table:?}: {answer}");
    }
    let table = "indicator,at,value\noutput,2026-03-01,9\noutput,2026-03-01,NaN\n,,\n";
    let path = format!("{REPORTS}?unit={MILL}&source=csv&seq=1");
    let answer = world.post_raw(MILL, &path, &[CSV], table.into()).await.ok();
    assert_eq!([&answer["accepted"], &answer["problem_count"]], [&json!(1), &json!(2)], "{answer}");
    let again = world.post_raw(MILL, &path, &[CSV], table.into()).await.ok();
    assert_eq!(again["duplicates"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_cannot_be_right_are_refused_with_what_would_be() {
    let world = World::new().await;
    for (table, said) in [
        (&b""[..], "names the columns"),
        (b"output,2026-03-01,9\n", "no_data"),
        (b"indicator,at,value,value\n", "each column once"),
        (b"unit,indicator,at\n", "a column value"),
        (b"\xFF\xFEu\0n\0", "UTF-16"),
    ] {
        let got = world.post_raw(MILL, REPORTS, &[CSV], table.to_vec()).await;
        assert!((400..500).contains(&got.status), "{got:?}");
        assert!(got.text.contains(said), "{said}: {got:?}");
    }
    let path = format!("{REPORTS}?unit={MILL}&source=csv&seq=-1");
    let got = world.post_raw(MILL, &path, &[CSV], b"indicator,at,value\n".to_vec()).await;
    got.is_problem(422, "a whole number");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_poison_costs_the_server_an_answer() {
    let world = World::new().await;
    let deep = format!("{{\"readings\":[{}1{}]}}", "[".repeat(64), "]".repeat(64));
    let deeper = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let quotes = "\"".repeat(10_000);
    let keys = r#"{"readings":[],"readings":[]}"#.to_owned();
    let surrogate = r#"{"note":"\ud800","readings":[]}"#.to_owned();
    let formula = r#"{"source":"=1+1","readings":[{"indicator":"=1+1","at":"","value":1}]}"#.into();
    for body in [deep, deeper, quotes, keys, surrogate, formula, String::new(), "null".into()] {
        let got = world.post_raw(MILL, REPORTS, &[], body.clone().into_bytes()).await;
        let start: String = body.chars().take(40).collect();
        assert!((400..500).contains(&got.status), "{start}: {got:?}");
        assert!(got.media.starts_with("application/problem+json"), "{start}: {got:?}");
    }
    let latin = b"{\"readings\":[{\"indicator\":\"a\xF1o\"}]}".to_vec();
    world.post_raw(MILL, REPORTS, &[], latin).await.is_problem(400, "not UTF-8 from byte 28 on");
    let other = format!("{{\"by\":{}1{}}}", "[".repeat(64), "]".repeat(64));
    let got = world.post_raw(MILL, "/api/v1/units", &[], other.into_bytes()).await;
    got.is_problem(400, "deeper than 32");
    world.get(MILL, "/healthz").await.ok();
}
