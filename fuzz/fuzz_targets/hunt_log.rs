//! Fuzzes logs of every format: unpacking, reading and hunting.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::hunt_log(bytes));
