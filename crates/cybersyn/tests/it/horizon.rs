//! Horizon: what does `cybersyn filter` print for the rows that are not there yet?

use std::fmt::Write;

use crate::command::Desk;

#[test]
fn a_horizon_adds_rows_with_a_time_and_a_band_and_no_value() {
    let week = [100, 110, 115, 110, 105, 70, 60];
    let noise = [0, 2, -1, 1, -2];
    let mut date = jiff::civil::date(2026, 1, 5);
    let mut file = "timestamp,value\n".to_owned();
    for day in 0..140 {
        writeln!(file, "{date},{}", week[day % 7] + noise[day % 5]).expect("a text grows");
        date = date.tomorrow().expect("the calendar goes on");
    }
    let desk = Desk::new();
    desk.put("output.csv", file);

    let ended = desk.call("filter output.csv --horizon 7");

    assert_eq!(ended.code, 0, "{}", ended.err);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines.len(), 1 + 140 + 7);
    for (line, (date, usual)) in lines[141..].iter().zip((25..32).zip(week)) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!((cells[0], cells[1]), (format!("2026-05-{date}").as_str(), ""));
        let number = |at: usize| cells[at].parse::<f64>().expect("a number");
        assert!(number(3) < f64::from(usual) && f64::from(usual) < number(4), "{line}");
        assert!((number(2) - f64::from(usual)).abs() < 8.0, "{line}");
    }
}
