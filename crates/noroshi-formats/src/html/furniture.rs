//! What of a page is not its content: hidden parts, navigation, lists of related articles.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};
use noroshi_model::{Block, BlockKind};

/// Words in `class` or `id` that name navigation, as content management systems use them.
const ASIDE: [&str; 34] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "share",
    "sharing",
    "social",
    "sns",
    "related",
    "recommend",
    "recommended",
    "recommendation",
    "ranking",
    "footer",
    "pagination",
    "pager",
    "cookie",
    "consent",
    "newsletter",
    "subscribe",
    "banner",
    "advertisement",
    "ads",
    "topicpath",
    "gnav",
    "globalnav",
    "skip",
    "toc",
    "popular",
    "promo",
    "sharedaddy",
];

/// Elements that are navigation by their name or role.
const ELEMENTS: [&str; 4] = ["nav", "aside", "menu", "search"];
const ROLES: [&str; 5] = ["navigation", "complementary", "search", "contentinfo", "banner"];

/// Headings under which other articles are listed.
const OTHER_ARTICLES: [&str; 24] = [
    "関連記事",
    "関連リンク",
    "関連ニュース",
    "おすすめ記事",
    "おすすめの記事",
    "人気記事",
    "人気ランキング",
    "アクセスランキング",
    "新着記事",
    "この記事をシェア",
    "シェアする",
    "related articles",
    "related posts",
    "related stories",
    "you may also like",
    "read next",
    "share this",
    "相关阅读",
    "相关文章",
    "推荐阅读",
    "热门推荐",
    "热门文章",
    "most read",
    "most popular",
];

/// Whether the page does not show this element.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let closed = node.has_name("dialog") && !node.has_attr("open");
    closed || node.has_attr("hidden") || node.attr("style").is_some_and(|style| hides(&style))
}

fn hides(style: &str) -> bool {
    let plain: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    plain.contains("display:none") || plain.contains("visibility:hidden")
}

/// What stands around the main heading, and around tables and headings of any kind. Found
/// once per page from the inside out, so that no page makes it slow.
#[derive(Debug)]
pub(super) struct Around {
    article: HashSet<NodeId>,
    structure: HashSet<NodeId>,
}

impl Around {
    pub(super) fn of(document: &Document) -> Self {
        let article = around(document, &["h1", "article", "main"]);
        Self {
            article,
            structure: around(document, &["table", "h1", "h2", "h3", "pre", "article"]),
        }
    }

    /// Whether a row belongs to a table that lays out the page: it has a table or a heading
    /// inside.
    pub(super) fn lays_out(&self, row: &NodeRef<'_>) -> bool {
        self.structure.contains(&row.id)
    }

    /// Whether the markup calls this element navigation, and the article is not in it.
    pub(super) fn is_aside(&self, node: &NodeRef<'_>) -> bool {
        let name = node.node_name().unwrap_or_default();
        let role = node.attr("role");
        let named = ELEMENTS.contains(&&*name)
            || role.is_some_and(|role| ROLES.contains(&&*role))
            || (matches!(&*name, "header" | "footer") && !is_in_article(node))
            || (matches!(&*name, "div" | "ul" | "section" | "ol" | "p") && is_called_aside(node));
        named && !self.article.contains(&node.id)
    }
}

/// The elements that have one of these names inside.
fn around(document: &Document, names: &[&str]) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    let root = document.root();
    for node in root.descendants_it().filter(|node| names.iter().any(|name| node.has_name(name))) {
        let new = node.ancestors_it(None).map(|above| above.id).take_while(|id| found.insert(*id));
        new.for_each(drop);
    }
    found
}

fn is_in_article(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|around| around.has_name("article") || around.has_name("main"))
}

fn is_called_aside(node: &NodeRef<'_>) -> bool {
    let names = [node.attr("class"), node.attr("id")];
    names.iter().flatten().any(|names| names.split_whitespace().any(is_aside_name))
}

/// `related-posts` and `sns_share` are, `no-sidebar` and `with-menu` are not.
fn is_aside_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut words = name.split(['-', '_']);
    let negated =
        ["no", "with", "has", "without"].contains(&name.split(['-', '_']).next().unwrap_or(""));
    !negated && words.any(|word| ASIDE.contains(&word))
}

/// Marks what stands under a heading such as 関連記事, up to the next heading, as navigation.
pub(super) fn mark_lists(text: &str, blocks: &mut [Block]) {
    let mut other = false;
    for block in blocks {
        let words = block.span.of(text).unwrap_or_default();
        match block.kind {
            BlockKind::Heading(_) => other = lists_articles(words),
            BlockKind::Row | BlockKind::Code => other = false,
            _ => {}
        }
        let sentence = words.ends_with(['。', '.']) && words.chars().count() > 60;
        other &= !sentence;
        block.kind = if other { BlockKind::Navigation } else { block.kind };
    }
}

fn lists_articles(heading: &str) -> bool {
    let heading = heading.trim().to_lowercase();
    OTHER_ARTICLES.iter().any(|name| heading == *name)
}
