//! Hostile texts cost no more than their length: eight times the text, not much more than
//! eight times the time. Nothing here measures a machine; the bound is far away.
#![expect(clippy::disallowed_methods, reason = "a test of cost asks the clock")]

use std::time::{Duration, Instant};

use noroshi_formats::{Limits, Received, document};

fn time(unit: &str, bytes: usize) -> Duration {
    let text = unit.repeat(bytes / unit.len());
    let start = Instant::now();
    let received = Received { path: "a.env", bytes: text.as_bytes(), fetched: None };
    let read = document(&received, &Limits::default());
    drop(read);
    start.elapsed()
}

#[test]
fn masking_is_linear_in_the_length_of_hostile_texts() {
    let units = [
        "password ",
        "password=",
        "\"password\" ",
        "-----BEGIN PRIVATE KEY-----\n",
        "eyJ.",
        "eyJaaaaaaaaaaaa.",
        "sk-",
        "://a:",
        "@a.b:",
        "$6$",
        "パスワード「",
        "密码",
        "net user a ",
        " -p",
        "mysql -p",
        "[2024-02-16 10:21] a -> b: pw ",
        "a,\"",
        "a\t\"b\n",
        "10:21\ta\tb\n",
        "Private-Lines: 9\n",
    ];
    for unit in units {
        let (short, long) = (time(unit, 1 << 13), time(unit, 1 << 16));
        let bound = short.max(Duration::from_millis(50)) * 40;
        assert!(long < bound, "{unit:?}: {short:?} for 8 KiB, {long:?} for 64 KiB");
    }
}
