//! Horizon: what does `cybersyn filter` print for the rows that are not there yet?

use crate::command::Desk;

#[test]
fn a_horizon_adds_rows_with_a_time_and_a_band_and_no_value() {
    let week = [100, 110, 115, 110, 105, 70, 60];
    let rows: String = (0..140)
        .map(|day| {
            let date = jiff::civil::date(2026, 1, 5).saturating_add(jiff::Span::new().days(day));
            let noise = [0, 2, -1, 1, -2][usize::try_from(day).expect("small") % 5];
            format!("{date},{}\n", week[usize::try_from(day).expect("small") % 7] + noise)
        })
        .collect();
    let desk = Desk::new();
    desk.put("output.csv", format!("timestamp,value\n{rows}"));

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
