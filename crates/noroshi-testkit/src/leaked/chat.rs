//! Conversations in the forms that programs export.

use super::Draft;

/// Messages of one conversation.
const MESSAGES: u64 = 60;

/// `[time] from -> to: text`
pub(super) fn arrows(draft: &mut Draft) -> String {
    let mut last = None;
    conversation(draft, |draft, day, from, to, words| {
        let again = last.take().filter(|_| draft.random.below(2) == 0);
        last = draft.secrets.last().cloned();
        let note = again.map(|secret| format!(" ({secret} does not work)")).unwrap_or_default();
        format!("[{day} {}] {from} -> {to}: {words}{note}\n", draft.clock())
    })
}

/// `time from: text`
pub(super) fn colons(draft: &mut Draft) -> String {
    conversation(draft, |draft, day, from, _, words| {
        format!(
            "{} {}:{:02} {from}: {words}\n",
            day.replace('-', "/"),
            draft.clock(),
            draft.random.below(60)
        )
    })
}

/// Name and time above the text.
pub(super) fn heads(draft: &mut Draft) -> String {
    conversation(draft, |draft, day, from, _, words| {
        format!("{from} {day} {}:{:02}\n{words}\n\n", draft.clock(), draft.random.below(60))
    })
}

/// A list of objects.
pub(super) fn json(draft: &mut Draft) -> String {
    let messages = conversation(draft, |draft, day, from, to, words| {
        let words = words.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!(
            "{{\"time\":\"{day} {}\",\"from\":\"{from}\",\"to\":\"{to}\",\"text\":\"{words}\"}},\n",
            draft.clock()
        )
    });
    format!("[\n{}\n]\n", messages.trim_end_matches([',', '\n']))
}

fn conversation(
    draft: &mut Draft,
    mut form: impl FnMut(&mut Draft, &str, &str, &str, &str) -> String,
) -> String {
    let (one, other) = (draft.person(), draft.person());
    let other = if one == other { "dave" } else { other };
    let day = draft.day();
    let mut text = String::new();
    for number in 0..MESSAGES {
        let (from, to) = if draft.random.below(2) == 0 { (one, other) } else { (other, one) };
        let words = said(draft, number);
        text.push_str(&form(draft, &day, from, to, &words));
    }
    text
}

/// What is said; every tenth message tells a secret.
fn said(draft: &mut Draft, number: u64) -> String {
    if number % 10 == 3 {
        return told(draft);
    }
    let (who, what, price) = (draft.organisation(), draft.goods(), draft.price());
    match draft.random.below(6) {
        0 => format!("{who}の{what}は{price}円でどうですか"),
        1 => format!("the customer {who} wants {what}, {price} USD"),
        2 => format!("{who}要{what}，报价{price}元"),
        3 => "了解しました。明日送ります。".to_owned(),
        4 => format!("Can you finish {what} by Friday?"),
        _ => "好的".to_owned(),
    }
}

fn told(draft: &mut Draft) -> String {
    match draft.random.below(8) {
        0 => format!("password: {} and be quick", draft.password()),
        1 => format!("パスワードは「{}」です", draft.password()),
        2 => format!("密码 {}", draft.password()),
        3 => format!("id/pw: admin / {}", draft.password()),
        4 => format!("use {} for the mirror", draft.token("ghp_", 36)),
        5 => format!("it is ftp://backup:{}@192.0.2.7/", draft.password()),
        6 => format!("口令：{}", draft.password()),
        _ => format!("the bot has {}", draft.token("xoxb-", 30)),
    }
}
