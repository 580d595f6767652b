//! Fuzzes the masking of secrets in settings, prose and tables.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    noroshi_fuzz::format("a.env", b"A=1\nDB_PASSWORD=", bytes);
    noroshi_fuzz::format("a.txt", "パスワードは".as_bytes(), bytes);
    noroshi_fuzz::format("a.csv", b"name,password\na,", bytes);
});
