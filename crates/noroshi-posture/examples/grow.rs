//! Makes a large settings export from a small one, for measuring.
//!
//! `grow EXPORT MEGABYTES [PART...]`: repeats the lists of these parts, or of all parts, until the
//! export is so large, and prints it. Lists of commands stay as they are.
#![expect(clippy::disallowed_methods, reason = "an example reads what it is given")]

use std::io::Write;
use std::{env, fs, io};

use serde_json::{Map, Value};

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let args: Vec<String> = env::args().skip(1).collect();
    let [export, size, parts @ ..] = &args[..] else {
        return Err("usage: grow EXPORT MEGABYTES [PART...] > BIG.json".into());
    };
    let text = fs::read_to_string(export).map_err(|error| format!("{export}: {error}"))?;
    let export: Map<String, Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let wanted = size.parse::<usize>()? << 20;
    let grows = |name: &str, value: &Value| {
        let list = value.as_array().is_some_and(|list| list.iter().any(Value::is_object));
        let named = parts.is_empty() || parts.iter().any(|part| part == name);
        list && named && !name.ends_with("_commands")
    };
    let sizes = export.iter().map(|(name, value)| (grows(name, value), value.to_string().len()));
    let (mut fixed, mut growing) = (0, 0);
    for (grows, size) in sizes {
        *(if grows { &mut growing } else { &mut fixed }) += size;
    }
    if growing == 0 {
        return Err("none of these parts is a list of objects".into());
    }
    let times = wanted.saturating_sub(fixed).div_ceil(growing);
    write(&export, &grows, times, &mut io::BufWriter::new(io::stdout().lock()))
}

fn write(
    export: &Map<String, Value>,
    grows: &dyn Fn(&str, &Value) -> bool,
    times: usize,
    out: &mut impl Write,
) -> Done {
    for (nth, (name, value)) in export.iter().enumerate() {
        out.write_all(if nth == 0 { b"{" } else { b",\n" })?;
        write!(out, "{}:", Value::from(name.as_str()))?;
        match value {
            Value::Array(list) if grows(name, value) => {
                let items: Vec<String> = list.iter().map(Value::to_string).collect();
                let items = items.join(",");
                out.write_all(b"[")?;
                for time in 0..times {
                    out.write_all(if time == 0 { b"" } else { b"," })?;
                    out.write_all(items.as_bytes())?;
                }
                out.write_all(b"]")?;
            }
            value => write!(out, "{value}")?,
        }
    }
    out.write_all(b"}\n")?;
    Ok(out.flush()?)
}
