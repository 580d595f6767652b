//! Fuzzes files of YARA rules, and files that rules are held against.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::yara(bytes));
