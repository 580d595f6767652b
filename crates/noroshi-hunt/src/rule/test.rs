//! What a rule asks about one field, compiled from the meaning that `rsigma` gives it.

use regex::Regex;
use rsigma_ir::{IrEncoding, IrMatcher, IrNumber, IrStrOp, IrTimePart};

use super::cidr::Cidr;
use super::encode;
use super::fold::Fold;
use super::pattern::Pattern;

/// A question about the values of one field.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    /// Some value matches the pattern.
    Text(Pattern),
    /// Some value matches the expression.
    Regex(Regex),
    /// Some value is an address of the network.
    Cidr(Cidr),
    /// Some value compares so with the number.
    Number(Compare, f64),
    /// No value but null, or no field at all.
    Null,
    /// Some value is that truth value.
    Truth(bool),
    /// The field is there with a value other than null, or is not.
    Exists(bool),
    /// Some value compares so with a value of another field, by the rule's field number.
    Field(usize, IrStrOp, Fold),
    /// A part of a moment in time is that number.
    Time(IrTimePart, f64),
    /// The field is there and the question is answered with no.
    Not(Box<Test>),
    /// One of several.
    Any(Vec<Test>),
    /// All of several.
    All(Vec<Test>),
}

/// How numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    /// Equal.
    Equal,
    /// Greater.
    Greater,
    /// Greater or equal.
    AtLeast,
    /// Less.
    Less,
    /// Less or equal.
    AtMost,
}

impl Compare {
    /// Whether `found` compares so with `wanted`.
    pub(crate) fn holds(self, found: f64, wanted: f64) -> bool {
        match self {
            Self::Equal => (found - wanted).abs() < f64::EPSILON,
            Self::Greater => found > wanted,
            Self::AtLeast => found >= wanted,
            Self::Less => found < wanted,
            Self::AtMost => found <= wanted,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
        }
    }
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String);

impl Test {
    /// Compiles a matcher. `number` gives the number of a field that the rule refers to; `keyword`
    /// says that there is no field, so that a value need only stand somewhere.
    pub(crate) fn compile(
        matcher: &IrMatcher,
        keyword: bool,
        number: &mut dyn FnMut(&str) -> usize,
    ) -> Result<Self, Refused> {
        let several = |matchers: &[IrMatcher], number: &mut dyn FnMut(&str) -> usize| {
            let tests = matchers.iter().map(|matcher| Self::compile(matcher, keyword, number));
            tests.collect::<Result<Vec<Self>, Refused>>()
        };
        let literal = |wanted: &IrNumber| match wanted {
            IrNumber::Literal(wanted) => Ok(*wanted),
            IrNumber::DynamicSourceRef { .. } => Err(Refused("a number from elsewhere".into())),
        };
        Ok(match matcher {
            IrMatcher::Str { op, pattern, case_insensitive } => Self::Text(Pattern::new(
                inside(*op, keyword),
                pattern,
                Fold::of(*case_insensitive, false),
            )),
            IrMatcher::Encoded { encodings, op, value, case_insensitive } => {
                encoded(encodings, inside(*op, keyword), value, *case_insensitive)?
            }
            IrMatcher::Regex { pattern, case_insensitive, multiline, dotall, .. } => {
                Self::Regex(expression(pattern, *case_insensitive, *multiline, *dotall)?)
            }
            IrMatcher::Cidr { network } => Self::Cidr(
                Cidr::parse(network)
                    .ok_or_else(|| Refused(format!("`{network}` is not a network")))?,
            ),
            IrMatcher::NumericEq(wanted) => Self::Number(Compare::Equal, literal(wanted)?),
            IrMatcher::NumericGt(wanted) => Self::Number(Compare::Greater, literal(wanted)?),
            IrMatcher::NumericGte(wanted) => Self::Number(Compare::AtLeast, literal(wanted)?),
            IrMatcher::NumericLt(wanted) => Self::Number(Compare::Less, literal(wanted)?),
            IrMatcher::NumericLte(wanted) => Self::Number(Compare::AtMost, literal(wanted)?),
            IrMatcher::Exists(wanted) => Self::Exists(*wanted),
            IrMatcher::FieldRef { field, op, case_insensitive } => {
                Self::Field(number(field), *op, Fold::of(*case_insensitive, false))
            }
            IrMatcher::Null => Self::Null,
            IrMatcher::BoolEq(wanted) => Self::Truth(*wanted),
            IrMatcher::Expand { .. } => {
                return Err(Refused("a placeholder (`expand`) that nobody fills".into()));
            }
            IrMatcher::TimestampPart { part, inner } => match &**inner {
                IrMatcher::NumericEq(wanted) => Self::Time(*part, literal(wanted)?),
                _ => return Err(Refused("a part of a date that is not a number".into())),
            },
            IrMatcher::Not(inner) => Self::Not(Box::new(Self::compile(inner, keyword, number)?)),
            IrMatcher::AnyOf(inner) => Self::Any(several(inner, number)?),
            IrMatcher::AllOf(inner) => Self::All(several(inner, number)?),
        })
    }

    /// The question for people.
    pub(crate) fn shown(&self, fields: &dyn Fn(usize) -> String) -> String {
        let list = |tests: &[Self], word: &str| {
            let shown: Vec<String> = tests.iter().map(|test| test.shown(fields)).collect();
            shown.join(word)
        };
        match self {
            Self::Text(pattern) => pattern.shown().to_owned(),
            Self::Regex(regex) => format!("matches /{}/", regex.as_str()),
            Self::Cidr(network) => format!("is in {network}"),
            Self::Number(compare, wanted) => format!("{} {wanted}", compare.sign()),
            Self::Null => "is null".to_owned(),
            Self::Truth(wanted) => format!("is {wanted}"),
            Self::Exists(wanted) => if *wanted { "exists" } else { "does not exist" }.to_owned(),
            Self::Field(other, op, _) => {
                format!(
                    "{} the field {}",
                    Pattern::plain(*op, "", Fold::Exact).shown().trim_end_matches(" ''"),
                    fields(*other)
                )
            }
            Self::Time(part, wanted) => format!("has {part:?} {wanted}").to_lowercase(),
            Self::Not(inner) => format!("not ({})", inner.shown(fields)),
            Self::Any(tests) => list(tests, " or "),
            Self::All(tests) => list(tests, " and "),
        }
    }

    /// The fields that the value is compared with.
    pub(crate) fn others(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Self::Field(other, _, _) => visit(*other),
            Self::Not(inner) => inner.others(visit),
            Self::Any(tests) | Self::All(tests) => {
                tests.iter().for_each(|test| test.others(visit));
            }
            _ => {}
        }
    }

    /// Whether the question can be answered with yes when the field is not there.
    pub(crate) fn allows_absence(&self) -> bool {
        match self {
            Self::Null | Self::Exists(false) => true,
            Self::Any(tests) => tests.iter().any(Self::allows_absence),
            Self::All(tests) => tests.iter().all(Self::allows_absence),
            _ => false,
        }
    }
}

/// A keyword need only stand somewhere in a value.
fn inside(op: IrStrOp, keyword: bool) -> IrStrOp {
    if keyword && op == IrStrOp::Exact { IrStrOp::Contains } else { op }
}

fn expression(pattern: &str, i: bool, m: bool, s: bool) -> Result<Regex, Refused> {
    let built = regex::RegexBuilder::new(pattern)
        .case_insensitive(i)
        .multi_line(m)
        .dot_matches_new_line(s)
        .size_limit(4 << 20)
        .build();
    built.map_err(|error| Refused(format!("the expression `{pattern}`: {error}")))
}

fn encoded(
    encodings: &[IrEncoding],
    op: IrStrOp,
    value: &str,
    ignore_case: bool,
) -> Result<Test, Refused> {
    let windash = encodings.contains(&IrEncoding::Windash);
    let fold = Fold::of(ignore_case, windash);
    let others: Vec<IrEncoding> =
        encodings.iter().copied().filter(|one| *one != IrEncoding::Windash).collect();
    if windash && !others.is_empty() {
        return Err(Refused("`windash` together with another encoding".into()));
    }
    let texts = encode::all(&others, value);
    let mut tests: Vec<Test> =
        texts.iter().map(|text| Test::Text(Pattern::plain(op, text, fold))).collect();
    match tests.len() {
        0 => Err(Refused(format!("`{value}` is too short for its encoding"))),
        1 => Ok(tests.remove(0)),
        _ => Ok(Test::Any(tests)),
    }
}
