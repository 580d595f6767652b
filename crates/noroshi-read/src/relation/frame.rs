//! What a relation cue of the lexicon says: `targets object`.

use noroshi_model::Predicate;

/// Which phrase of the sentence stands for the object; the subject follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// を, the object of an English verb; a passive turns both round.
    Object,
    /// に: 甲社に侵入した.
    Goal,
    /// と: 乙と重複する.
    Partner,
    /// から: 乙から派生した.
    Source,
    /// の before a noun: 乙の傘下.
    Owner,
    /// で, 経由で, を通じて: the means is the object, を the subject.
    Means,
    /// を…と呼ぶ, として追跡.
    Naming,
    /// 別名: names on both sides.
    Alias,
    /// A noun of doing: 甲による乙への攻撃.
    Deed,
    /// よう求める: a clause is the object.
    Demand,
    /// までに: what must be done, and the date.
    Until,
    /// A nickname without object: `also known as` and the like, by the order of words.
    After,
}

/// Predicate and frame of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) predicate: Predicate,
    pub(super) shape: Shape,
    /// Whether what the shape calls object is the subject of the relation: 国家が支援する集団.
    pub(super) reversed: bool,
    /// Whether only an attacker or a person counts as subject: companies offer things daily.
    pub(super) hostile: bool,
}

/// The frame of a cue's value: a predicate, a shape, and `reversed` if so. `None` for
/// values that are no frame.
pub(super) fn frame(value: &str) -> Option<Frame> {
    let mut words = value.split(' ');
    let predicate = Predicate::from_word(words.next()?)?;
    let shape = match words.next()? {
        "object" => Shape::Object,
        "goal" => Shape::Goal,
        "partner" => Shape::Partner,
        "source" => Shape::Source,
        "owner" => Shape::Owner,
        "means" => Shape::Means,
        "naming" => Shape::Naming,
        "alias" => Shape::Alias,
        "deed" => Shape::Deed,
        "demand" => Shape::Demand,
        "until" => Shape::Until,
        "after" => Shape::After,
        _ => return None,
    };
    let further = words.next();
    let (reversed, hostile) = (further == Some("reversed"), further == Some("hostile"));
    Some(Frame { predicate, shape, reversed, hostile })
}
