//! What could not be read of logs: the same thing in the same log is told once, with its count.

use std::collections::HashMap;

use noroshi_model::Problem;

/// Problems in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Unread {
    problems: Vec<Problem>,
    counted: HashMap<(&'static str, Option<String>, String), usize>,
}

impl Unread {
    /// Adds a problem of a part of a log. One that only counts further cases of a problem that
    /// is there already is added to its count; the first place stays.
    pub(super) fn add(&mut self, problem: Problem) {
        let Some(count) = fact(&problem, "count").and_then(|count| count.parse::<u64>().ok())
        else {
            self.problems.push(problem);
            return;
        };
        let reason = fact(&problem, "reason").unwrap_or_default().to_owned();
        let key = (problem.code, problem.place.path.clone(), reason);
        let next = self.problems.len();
        let at = *self.counted.entry(key).or_insert(next);
        match self.problems.get_mut(at) {
            Some(known) => raise(known, count),
            None => self.problems.push(problem),
        }
    }

    /// All problems.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

fn fact<'a>(problem: &'a Problem, name: &str) -> Option<&'a str> {
    problem.facts.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
}

fn raise(problem: &mut Problem, by: u64) {
    if let Some((_, value)) = problem.facts.iter_mut().find(|(key, _)| *key == "count") {
        let count = value.parse::<u64>().unwrap_or_default().saturating_add(by);
        *value = count.to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(path: &str, count: u64, first: &str) -> Problem {
        let problem = Problem::new("NRS-HUNT-014").at(path);
        problem.fact("count", count).fact("first", first).fact("reason", "no JSON")
    }

    #[test]
    fn the_same_in_the_same_log_is_told_once() {
        let mut unread = Unread::default();
        unread.add(broken("a", 2, "line 1"));
        unread.add(broken("b", 1, "line 9"));
        unread.add(broken("a", 3, "line 800"));
        unread.add(Problem::new("NRS-FLOW-058").at("a"));
        let problems = unread.into_problems();
        assert_eq!(problems.len(), 3);
        assert_eq!(fact(&problems[0], "count"), Some("5"));
        assert_eq!(fact(&problems[0], "first"), Some("line 1"));
    }
}
