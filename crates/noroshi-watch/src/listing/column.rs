//! What the columns of a table, the keys of an object and the labels of a posting mean.

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    Text,
    Subject,
    Price,
    Currency,
    Date,
    Place,
    Seller,
    Contact,
    Volume,
}

const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Text,
        &[
            "本文",
            "内容",
            "商品",
            "品名",
            "件名",
            "タイトル",
            "説明",
            "詳細",
            "出品内容",
            "投稿",
            "概要",
            "种类",
            "标题",
            "標題",
            "正文",
            "描述",
            "商品名",
            "text",
            "title",
            "body",
            "description",
            "content",
            "message",
            "item",
            "goods",
            "post",
            "offer",
            "listing",
            "summary",
            "name",
            "comment",
            "details",
            "subject line",
        ],
    ),
    (
        Role::Subject,
        &[
            "対象",
            "標的",
            "企業",
            "会社",
            "組織",
            "被害",
            "ブランド",
            "目标",
            "对象",
            "受害",
            "公司",
            "target",
            "victim",
            "company",
            "organization",
            "organisation",
            "brand",
            "subject",
            "affected",
        ],
    ),
    (
        Role::Price,
        &[
            "価格", "値段", "金額", "単価", "售价", "价格", "單價", "price", "amount", "cost",
            "asking",
        ],
    ),
    (Role::Currency, &["通貨", "货币", "currency"]),
    (
        Role::Date,
        &[
            "掲載日",
            "日付",
            "日時",
            "投稿日",
            "出品日",
            "観測日",
            "日期",
            "时间",
            "发布",
            "date",
            "posted",
            "time",
            "timestamp",
            "published",
            "created",
            "seen",
        ],
    ),
    (
        Role::Place,
        &[
            "掲載場所",
            "場所",
            "媒体",
            "フォーラム",
            "チャンネル",
            "サイト",
            "来源",
            "频道",
            "平台",
            "place",
            "forum",
            "channel",
            "site",
            "venue",
            "market",
            "url",
            "link",
            "source",
        ],
    ),
    (
        Role::Seller,
        &[
            "出品者",
            "投稿者",
            "売り手",
            "販売者",
            "ハンドル",
            "卖家",
            "发布者",
            "seller",
            "author",
            "user",
            "handle",
            "vendor",
            "actor",
            "nickname",
            "from",
        ],
    ),
    (
        Role::Contact,
        &["連絡先", "連絡", "联系", "联系方式", "contact", "telegram", "jabber", "mail", "email"],
    ),
    (
        Role::Volume,
        &[
            "件数", "数量", "規模", "数量", "条数", "volume", "count", "records", "quantity",
            "size", "rows",
        ],
    ),
];

/// The role of a name: the whole name first, then a name that begins with one of the words.
pub(super) fn role(name: &str) -> Option<Role> {
    let name: String = name.trim().to_lowercase();
    let whole = NAMES.iter().find(|(_, words)| words.contains(&name.as_str()));
    let part = || NAMES.iter().find(|(_, words)| words.iter().any(|word| name.starts_with(word)));
    whole.or_else(part).map(|(role, _)| *role)
}

/// How many names have a role that only a table of offers gives: a text or a subject, beside a price or a seller.
pub(super) fn is_of_offers<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let roles: Vec<Role> = names.filter_map(role).collect();
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    has(&[Role::Text, Role::Subject]) && has(&[Role::Price, Role::Seller])
}

/// Whether what stands under a name belongs to the words of the offer: not its number, day, price, place or seller.
pub(super) fn is_of_words(name: &str) -> bool {
    let number = ["no", "no.", "#", "id", "番号", "序号", "nr", "編號"]
        .contains(&name.trim().to_lowercase().as_str());
    !number && matches!(role(name), None | Some(Role::Text | Role::Subject | Role::Volume))
}
