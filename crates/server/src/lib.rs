//! The shell: receive, watch, escalate, roll up, direct, show.
