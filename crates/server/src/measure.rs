//! Measure: how is the server doing, in numbers an operator's own system can collect?
//!
//! Text of the open metrics format at `/metrics`. Nothing in it names a unit or tells a figure: what the operator
//! of a machine may watch says nothing about the people who use it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the buckets of a duration, in microseconds.
const BUCKETS_US: [u64; 12] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    10_000_000,
];

/// All numbers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    pub(crate) readings_accepted: Count,
    pub(crate) readings_refused: Count,
    pub(crate) reports_acknowledged: Count,
    pub(crate) reports_duplicate: Count,
    pub(crate) reports_turned_away: Count,
    pub(crate) requests: Count,
    pub(crate) requests_failed: Count,
    pub(crate) entries_applied: Count,
    pub(crate) deliveries_done: Count,
    pub(crate) deliveries_failed: Count,
    pub(crate) deliveries_waiting: Gauge,
    pub(crate) connections: Gauge,
    pub(crate) watchers: Gauge,
    pub(crate) bytes_waiting: Gauge,
    pub(crate) clock_held: Gauge,
    pub(crate) acknowledgement: Times,
    pub(crate) commit: Times,
    pub(crate) timer_lateness: Times,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

/// A number that goes up and down.
#[derive(Debug, Default)]
pub(crate) struct Gauge(AtomicU64);

/// How long something took, each time.
#[derive(Debug, Default)]
pub(crate) struct Times {
    buckets: [AtomicU64; BUCKETS_US.len()],
    count: AtomicU64,
    sum_us: AtomicU64,
}

impl Count {
    pub(crate) fn add(&self, number: usize) {
        self.0.fetch_add(number as u64, Relaxed);
    }
}

impl Gauge {
    pub(crate) fn set(&self, number: usize) {
        self.0.store(number as u64, Relaxed);
    }

    /// Counts one up for as long as the answer is kept.
    pub(crate) fn present(&self) -> Present<'_> {
        self.0.fetch_add(1, Relaxed);
        Present(self)
    }
}

/// One that is counted in a gauge.
pub(crate) struct Present<'g>(&'g Gauge);

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Relaxed);
    }
}

impl Times {
    pub(crate) fn record(&self, took: Duration) {
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(bucket) = BUCKETS_US.iter().position(|bound| took_us <= *bound) {
            self.buckets[bucket].fetch_add(1, Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        self.sum_us.fetch_add(took_us, Relaxed);
    }
}

impl Measures {
    /// All of it as text of the open metrics format.
    pub(crate) fn text(&self) -> String {
        let mut out = String::with_capacity(4096);
        let counts = [
            ("readings_accepted", "Readings acknowledged.", &self.readings_accepted),
            ("readings_refused", "Readings listed back as problems.", &self.readings_refused),
            ("reports_acknowledged", "Reports kept.", &self.reports_acknowledged),
            ("reports_duplicate", "Reports that had come before.", &self.reports_duplicate),
            ("reports_turned_away", "Reports answered 429.", &self.reports_turned_away),
            ("requests", "Requests answered.", &self.requests),
            ("requests_failed", "Requests answered 500 or above.", &self.requests_failed),
            ("entries_applied", "Entries of the log applied.", &self.entries_applied),
            ("deliveries_done", "Mails and webhooks taken over.", &self.deliveries_done),
            ("deliveries_failed", "Attempts at them that failed.", &self.deliveries_failed),
        ];
        for (name, help, Count(value)) in counts {
            head(&mut out, name, "counter", help);
            line(&mut out, name, "_total", "", value.load(Relaxed));
        }
        let gauges = [
            ("connections", "Open connections.", &self.connections),
            ("watchers", "Open event streams.", &self.watchers),
            ("bytes_waiting", "Bytes of reports not yet decided upon.", &self.bytes_waiting),
            ("deliveries_waiting", "Mails and webhooks still to go.", &self.deliveries_waiting),
            ("clock_held", "1 while recovery clocks are held: look at the log.", &self.clock_held),
        ];
        for (name, help, Gauge(value)) in gauges {
            head(&mut out, name, "gauge", help);
            line(&mut out, name, "", "", value.load(Relaxed));
        }
        let times = [
            (
                "acknowledgement_seconds",
                "From a report's last byte to its receipt.",
                &self.acknowledgement,
            ),
            ("commit_seconds", "One transaction, with fsync.", &self.commit),
            (
                "timer_lateness_seconds",
                "From when a timer was due to its entry.",
                &self.timer_lateness,
            ),
        ];
        for (name, help, times) in times {
            head(&mut out, name, "histogram", help);
            times.write(&mut out, name);
        }
        out.push_str("# EOF\n");
        out
    }
}

impl Times {
    fn write(&self, out: &mut String, name: &str) {
        let mut so_far = 0;
        for (bound_us, bucket) in BUCKETS_US.iter().zip(&self.buckets) {
            so_far += bucket.load(Relaxed);
            let label = format!("{{le=\"{}\"}}", seconds(*bound_us));
            line(out, name, "_bucket", &label, so_far);
        }
        let count = self.count.load(Relaxed).max(so_far);
        line(out, name, "_bucket", "{le=\"+Inf\"}", count);
        line(out, name, "_count", "", count);
        line(out, name, "_sum", "", seconds(self.sum_us.load(Relaxed)));
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of microseconds stay far below 2^53")]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let unit = if name.ends_with("_seconds") {
        format!("# UNIT cybersyn_{name} seconds\n")
    } else {
        String::new()
    };
    write!(out, "# TYPE cybersyn_{name} {kind}\n{unit}# HELP cybersyn_{name} {help}\n")
        .expect("writing to memory does not fail");
}

fn line(out: &mut String, name: &str, suffix: &str, label: &str, value: impl std::fmt::Display) {
    writeln!(out, "cybersyn_{name}{suffix}{label} {value}")
        .expect("writing to memory does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_and_the_text_ends_as_the_format_demands() {
        let measures = Measures::default();
        for took in [1, 3, 3, 60_000] {
            measures.acknowledgement.record(Duration::from_millis(took));
        }
        let text = measures.text();
        assert!(text.contains("cybersyn_acknowledgement_seconds_bucket{le=\"0.001\"} 1\n"));
        assert!(text.contains("cybersyn_acknowledgement_seconds_bucket{le=\"0.005\"} 3\n"));
        assert!(text.contains("cybersyn_acknowledgement_seconds_bucket{le=\"+Inf\"} 4\n"));
        assert!(text.contains("cybersyn_acknowledgement_seconds_sum 60.007\n"));
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn who_is_gone_is_not_counted() {
        let measures = Measures::default();
        let one = measures.watchers.present();
        assert!(measures.text().contains("cybersyn_watchers 1\n"));
        drop(one);
        assert!(measures.text().contains("cybersyn_watchers 0\n"));
    }
}
