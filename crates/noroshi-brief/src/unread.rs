//! What was not read and why, each kind of trouble once.

use noroshi_model::{Problem, words};

use crate::material::{Language, Material};
use crate::view::Unread;

/// All problems of the material in words; equal ones once, with a count.
pub(crate) fn unread(material: &Material<'_>, language: Language) -> Vec<Unread> {
    let mut found: Vec<Unread> = Vec::new();
    for problem in material.unread {
        let next = told(problem, language);
        match found.iter_mut().find(|it| (it.code, &it.what) == (next.code, &next.what)) {
            Some(known) => known.times += 1,
            None => found.push(next),
        }
    }
    found.sort_by(|one, other| (one.code, &one.what).cmp(&(other.code, &other.what)));
    found
}

fn told(problem: &Problem, language: Language) -> Unread {
    let (words, facts) = (words(problem.code, language.read()), problem.all_facts());
    let (what, why, fix) = (words.what(&facts), words.why(&facts), words.fix(&facts));
    Unread { code: problem.code, what, why, fix, times: 1 }
}
