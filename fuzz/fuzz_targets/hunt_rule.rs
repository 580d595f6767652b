//! Fuzzes Sigma rules, and the events that they are asked about.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::hunt_rule(bytes));
