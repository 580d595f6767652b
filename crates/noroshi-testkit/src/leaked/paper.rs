//! Work logs and contracts.

use std::fmt::Write as _;

use super::Draft;

/// Dated lines, commands among them.
pub(super) fn work_log(draft: &mut Draft) -> String {
    let mut text = String::new();
    for line in 0..100 {
        let (day, who, what) = (draft.day(), draft.organisation(), draft.goods());
        let done = match (line % 15, draft.random.below(3)) {
            (4, 0) => format!("ran: mysql -u root -p{} -h 192.0.2.9 crm", draft.password()),
            (4, 1) => format!("curl -u admin:{} https://h1.corp.example/api", draft.password()),
            (4, _) => format!("root のパスワードを {} に変更", draft.password()),
            (9, _) => format!("Authorization: Bearer {}", draft.web_token()),
            (_, 0) => format!("{who} 向けの{what}を更新"),
            (_, 1) => format!("restarted the collector for {who}"),
            _ => "監視スクリプトを 192.0.2.44 に配置".to_owned(),
        };
        let _ = writeln!(text, "{day} {} {done}", draft.clock());
    }
    text
}

/// A contract with two parties, a price, and a login in an annex.
pub(super) fn contract(draft: &mut Draft) -> String {
    let (one, other) = (draft.organisation(), draft.organisation());
    let (what, price, day) = (draft.goods(), draft.price(), draft.day());
    let mut text = format!(
        "業務委託契約書\n\n{one}（以下「甲」という）と{other}（以下「乙」という）は、次のとおり契約する。\n\n\
         第1条 乙は甲に{what}を納入する。\n第2条 甲は乙に金{price}円を支払う。支払期限は{day}とする。\n"
    );
    for article in 3..30 {
        let _ = writeln!(text, "第{article}条 乙は、本業務で知った甲の情報を第三者に開示しない。");
    }
    let _ = write!(
        text,
        "\n別紙\n顧客: {one}\n納入先サーバー: h2.corp.example\nアカウント: deploy\nパスワード: {}\n",
        draft.password()
    );
    text
}
