//! Fuzzes exports, results, configurations, exceptions and rules of `noroshi posture`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::posture(bytes));
