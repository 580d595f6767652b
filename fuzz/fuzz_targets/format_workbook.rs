//! Fuzzes workbooks: the bytes as a whole, and as the parts of a sound archive.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::workbook(bytes));
