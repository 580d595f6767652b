//! The engine, set up so that its answers are those of the reference implementation.

use std::collections::BTreeSet;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use jiff::Timestamp;
use regorus::Value;
use regorus::utils::limits::{ExecutionTimerConfig, PolicyLengthConfig};

use super::{PINNED, fit, nesting, package, rules};

/// A file of Rego is at most so large.
pub(crate) const MOST_REGO: usize = 4 << 20;

/// Brackets nest at most so deep: the parser goes down one call for each.
const MOST_NESTED: usize = 64;

/// One rule may take so long, if nobody says otherwise. Rego always ends, but not always soon.
const PATIENCE: Duration = Duration::from_secs(120);
/// Steps after which the engine looks at its clock.
const STEPS: u32 = 10_000;

/// A package that holds nothing but a fact.
const READY: &str = "noroshi_ready";

/// Why the engine cannot do it, in its own words, on one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    /// Whether a file was refused for lack of `if` or `contains`: Rego before version 1.
    pub(crate) fn is_of_old_rego(&self) -> bool {
        ["`if` keyword is required", "`contains` keyword is required"]
            .iter()
            .any(|words| self.0.contains(words))
    }

    fn of(error: impl std::fmt::Display) -> Self {
        let words = format!("{error:#}");
        let line = words.lines().rev().find_map(|line| line.trim().strip_prefix("error: "));
        let place = words.lines().find_map(|line| line.trim().strip_prefix("--> "));
        let line = line.unwrap_or_else(|| words.lines().next().unwrap_or_default());
        Self(match place {
            Some(place) => format!("{place}: {}", line.trim()),
            None => line.trim().to_owned(),
        })
    }
}

/// Files of Rego, ready to be asked.
#[derive(Clone)]
pub(crate) struct Engine(regorus::Engine);

impl std::fmt::Debug for Engine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Engine")
    }
}

impl Engine {
    /// An engine without files that has shown that it works.
    ///
    /// # Errors
    /// [`Fault`] when patterns or the clock do not behave: then no answer could be trusted.
    pub(crate) fn new() -> Result<Self, Fault> {
        self_test().map(|()| Self::bare())
    }

    /// An engine for a baseline that must not judge: it holds nothing.
    pub(crate) fn unusable() -> Self {
        Self(regorus::Engine::new())
    }

    fn bare() -> Self {
        let mut inner = regorus::Engine::new();
        inner.set_strict_builtin_errors(false);
        inner.set_policy_length_config(PolicyLengthConfig {
            max_col: NonZeroU32::MAX,
            max_file_bytes: NonZeroUsize::MAX,
            max_lines: NonZeroUsize::MAX,
        });
        inner.set_gather_prints(true);
        // A constant of our own: it cannot be refused.
        let ready = format!("package {READY}\nyes := true\n");
        let _ = inner.add_policy(READY.to_owned(), ready);
        let mut engine = Self(inner);
        engine.give_up_after(PATIENCE);
        engine
    }

    /// Gives a rule up after so long.
    pub(crate) fn give_up_after(&mut self, limit: Duration) {
        let check_interval = NonZeroU32::new(STEPS).unwrap_or(NonZeroU32::MIN);
        self.0.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval });
    }

    /// Adds files after fitting them. `files` are path and text; rules of the same package may
    /// stand in several. Gives the files that were refused, with the reason.
    pub(crate) fn add(&mut self, files: &[(&str, &str)]) -> Vec<(String, Fault)> {
        let packages: Vec<Option<String>> = files.iter().map(|(_, text)| package(text)).collect();
        let named: Vec<BTreeSet<String>> = files.iter().map(|(_, text)| rules(text)).collect();
        let mut refused = Vec::new();
        for (nth, (path, text)) in files.iter().enumerate() {
            let same = (0..files.len()).filter(|it| packages[*it] == packages[nth]);
            let around = same.flat_map(|it| named[it].iter().cloned()).collect();
            let fitted = if text.len() > MOST_REGO {
                Err(Fault(format!("more than {MOST_REGO} bytes")))
            } else if nesting(text) > MOST_NESTED {
                Err(Fault(format!("brackets nest deeper than {MOST_NESTED}")))
            } else {
                unpinned(fit(text, &around))
            };
            let added = fitted.and_then(|fitted| {
                self.0.add_policy((*path).to_owned(), fitted).map_err(Fault::of)
            });
            if let Err(fault) = added {
                refused.push(((*path).to_owned(), fault));
            }
        }
        refused
    }

    /// Sets the clock for all that is asked from now on, and makes ready for being asked often.
    ///
    /// # Errors
    /// [`Fault`] when it was set before, or when the rules do not fit together.
    pub(crate) fn pin(&mut self, at: Timestamp) -> Result<(), Fault> {
        let mut data = Value::new_object();
        let object = data.as_object_mut().map_err(Fault::of)?;
        let moment = i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX);
        object.insert(Value::from(PINNED), Value::from(moment));
        self.0.add_data(data).map_err(Fault::of)?;
        // The first question costs the analysis of all rules; copies keep what it found.
        self.0.eval_rule(format!("data.{READY}.yes")).map(|_| ()).map_err(Fault::of)
    }

    /// What a rule says about an input. The engine itself stays as it was: what an evaluation
    /// leaves behind must not reach the next one.
    ///
    /// # Errors
    /// [`Fault`] when there is no such rule or it cannot be worked out.
    pub(crate) fn ask(&self, rule: &str, input: &Value) -> Result<Value, Fault> {
        let mut fresh = self.0.clone();
        fresh.set_input(input.clone());
        fresh.eval_rule(rule.to_owned()).map_err(Fault::of)
    }
}

/// Refuses what would make two runs over the same export differ.
fn unpinned(text: String) -> Result<String, Fault> {
    let shaky = ["time.now_ns", "rand.intn", "uuid.rfc4122", "http.send", "opa.runtime"];
    match shaky.iter().find(|name| calls(&text, name)) {
        Some(name) => {
            Err(Fault(format!("it uses `{name}`, so its answers would not stay the same")))
        }
        None => Ok(text),
    }
}

fn calls(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        let quoted = line.matches('"').count() % 2 == 1 || line.contains('#');
        !quoted
    })
}

fn self_test() -> Result<(), Fault> {
    let text = "package noroshi_self_test\nimport rego.v1\n\
                pattern if regex.match(\"(?i)a\", \"A\")\n\
                clock := time.now_ns()\n";
    let mut engine = Engine::bare();
    if let Some((_, fault)) = engine.add(&[("self-test", text)]).pop() {
        return Err(fault);
    }
    let moment = Timestamp::UNIX_EPOCH;
    engine.pin(moment)?;
    let nothing = Value::new_object();
    if engine.ask("data.noroshi_self_test.pattern", &nothing)? != Value::from(true) {
        return Err(Fault("a pattern with `(?i)` does not match".to_owned()));
    }
    if engine.ask("data.noroshi_self_test.clock", &nothing)? != Value::from(0_i64) {
        return Err(Fault("the clock cannot be pinned".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_shows_that_it_works_before_it_is_used() {
        assert_eq!(self_test(), Ok(()));
    }

    #[test]
    fn brackets_without_end_are_refused() {
        let mut engine = Engine::new().expect("works");
        for open in ["[", "{", "(", "x[", "f("] {
            let file = format!("package p\nimport rego.v1\nx := {}", open.repeat(200_000));
            assert_eq!(engine.add(&[("p.rego", &file)]).len(), 1, "{open}");
        }
    }

    #[test]
    fn what_would_make_two_runs_differ_is_refused() {
        let mut engine = Engine::new().expect("works");
        let file = "package p\nimport rego.v1\nx := rand.intn(\"a\", 9)\n";
        let refused = engine.add(&[("p.rego", file)]);
        assert!(refused[0].1.0.contains("rand.intn"), "{refused:?}");
        let fine = "package q\nimport rego.v1\n# rand.intn\nx := \"rand.intn\"\n";
        assert_eq!(engine.add(&[("q.rego", fine)]), []);
    }
}
