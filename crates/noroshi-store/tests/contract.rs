//! What both engines promise alike. Each part of the contract gets a database of its own.

#![expect(clippy::print_stderr, reason = "says which engine was not tried")]

mod support;

use noroshi_model::{
    Entity, EntityId, EntityKind, Fact, Language, Level, MentionKind, Name, NameRule, Problem,
    Source,
};
use noroshi_store::{
    AnyStore, ConcernStore, DocumentStore, Imported, Kept, KeptListing, KnowledgeStore,
    ListingStore, PostureStore, ProblemStore, SearchStore, Unread,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use support::finding;
use support::package;
use support::postgres::{HOW_TO_GET, server};
use support::posture::run;
use support::sample::{in_month, numbered, plain, published, word};
use support::strategy::{concern, problem, some_kept};

/// The whole contract, on stores that `$open` makes.
macro_rules! contract {
    ($open:expr) => {
        documents_are_kept_once(&$open).await;
        any_document_comes_back_identical(&$open).await;
        a_batch_says_of_each_document_whether_it_is_new(&$open).await;
        lists_go_on_where_they_stopped(&$open).await;
        months_have_their_documents(&$open).await;
        ids_are_found_by_their_beginning(&$open).await;
        mentions_lead_to_their_documents(&$open).await;
        search_finds_every_script(&$open).await;
        search_finds_exactly_what_is_there(&$open).await;
        search_holds_words_and_phrases_apart(&$open).await;
        search_finds_words_in_long_documents(&$open).await;
        search_shows_the_newest_first(&$open).await;
        search_takes_whatever_is_typed(&$open).await;
        concerns_are_replaced_as_a_whole(&$open).await;
        imports_stay_beside_each_other(&$open).await;
        problems_go_when_their_path_is_read(&$open).await;
        finding::findings_are_one_however_often_seen(&$open).await;
        finding::findings_that_say_something_else_are_raised_again(&$open).await;
        finding::findings_are_decided_by_people(&$open).await;
        finding::findings_not_seen_again_are_retired(&$open).await;
        package::reports_keep_their_history(&$open).await;
        package::reports_of_many_packages_are_kept_together(&$open).await;
        package::mentioned_packages_lead_to_documents(&$open).await;
        finding::only_the_last_check_of_a_kind_is_kept(&$open).await;
        listings_keep_the_history_of_an_offer(&$open).await;
        posture_runs_are_kept_once_and_come_back(&$open).await;
        many_can_write_at_once(&$open).await;
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut number = 0;
    contract!({
        number += 1;
        let path = folder.path().join(format!("{number}.db"));
        AnyStore::open(path.to_str().expect("UTF-8")).await.expect("opens")
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_keeps_the_contract() {
    let Some(server) = server() else {
        assert!(std::env::var_os("CI").is_none(), "PostgreSQL is missing: {HOW_TO_GET}");
        eprintln!("the PostgreSQL half of the contract did not run: {HOW_TO_GET}");
        return;
    };
    let mut databases = Databases::on(&server.url).await;
    contract!(databases.open().await);
    databases.drop_all().await;
}

/// Databases made for one run, and dropped after it.
struct Databases {
    admin: sqlx::PgPool,
    url: String,
    made: Vec<(String, AnyStore)>,
}

impl Databases {
    async fn on(url: &str) -> Self {
        let admin = sqlx::PgPool::connect(url).await.expect("the server answers");
        Self { admin, url: url.to_owned(), made: Vec::new() }
    }

    async fn open(&mut self) -> AnyStore {
        let name = format!("noroshi_test_{}_{}", std::process::id(), self.made.len());
        self.run(format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
        let store = AnyStore::open(&self.url_of(&name)).await.expect("opens");
        self.made.push((name, store.clone()));
        store
    }

    /// The same server, another database: what stands between the host and the parameters.
    fn url_of(&self, name: &str) -> String {
        let (place, parameters) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (scheme, rest) = place.split_once("://").expect("a URL");
        let host = rest.split_once('/').map_or(rest, |(host, _)| host);
        format!("{scheme}://{host}/{name}?{parameters}")
    }

    async fn run(&self, sql: String) {
        let sql = sqlx::AssertSqlSafe(sql);
        sqlx::query(sql).execute(&self.admin).await.expect("the server allows it");
    }

    async fn drop_all(mut self) {
        for (name, store) in std::mem::take(&mut self.made) {
            store.close().await;
            self.run(format!("DROP DATABASE {name}")).await;
        }
        self.admin.close().await;
    }
}

async fn documents_are_kept_once(store: &AnyStore) {
    let kept = numbered(1, 2_000);
    assert_eq!(store.find(kept.document.id).await.expect("works"), None);
    assert!(store.keep(&kept).await.expect("works"));
    let mut other = kept.clone();
    other.reading.mentions.clear();
    assert!(!store.keep(&other).await.expect("works"));
    assert_eq!(store.find(kept.document.id).await.expect("works"), Some(kept));
    assert_eq!(store.count().await.expect("works"), 1);
}

async fn any_document_comes_back_identical(store: &AnyStore) {
    let some = some_kept(60);
    assert_eq!(store.keep_all(&some).await.expect("works"), vec![true; 60]);
    for kept in some {
        assert_eq!(store.find(kept.document.id).await.expect("works"), Some(kept));
    }
}

async fn a_batch_says_of_each_document_whether_it_is_new(store: &AnyStore) {
    let (first, second) = (plain("一"), plain("二"));
    assert_eq!(store.keep_all(&[]).await.expect("works"), Vec::<bool>::new());
    store.keep(&first).await.expect("works");
    let batch = [first.clone(), second.clone(), second.clone()];
    assert_eq!(store.keep_all(&batch).await.expect("works"), [false, true, false]);
    let ids = [plain("三").document.id, second.document.id, first.document.id];
    assert_eq!(store.known(&ids).await.expect("works"), ids[1..]);
}

async fn lists_go_on_where_they_stopped(store: &AnyStore) {
    let mut batch: Vec<Kept> = (0..25).map(|number| numbered(number, 200)).collect();
    batch.push(plain("日付のない文書"));
    store.keep_all(&batch).await.expect("works");
    let mut all = Vec::new();
    loop {
        let page = store.list(all.last(), 7).await.expect("works");
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        all.extend(page.into_iter().map(|listed| listed.key));
    }
    assert_eq!(all.len(), 26);
    assert!(all.is_sorted() && all[0].dated.is_empty());
    let listed = &store.list(all.get(24), 1).await.expect("works")[0];
    assert_eq!(listed.published.as_deref().map(|date| date.starts_with("2024-")), Some(true));
    assert_eq!((listed.media.as_str(), listed.language), ("text/plain", Language::Ja));
}

async fn months_have_their_documents(store: &AnyStore) {
    let january = published("一月", 2024, 1);
    let mut covering = plain("一月を扱う");
    covering.reading.dates.covers = Some(in_month(2024, 1));
    let mut elsewhere = published("二月に一月を扱う", 2024, 2);
    elsewhere.reading.dates.covers = Some(in_month(2024, 1));
    let mut anchored = plain("一月から数える");
    anchored.reading.dates.anchor = Some(in_month(2024, 1));
    let batch = [january, covering, elsewhere, anchored, plain("日付なし")];
    store.keep_all(&batch).await.expect("works");
    let texts = |month| async move {
        let found = store.in_month(2024, month).await.expect("works");
        let mut texts: Vec<String> = found.into_iter().map(|kept| kept.document.text).collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(1).await, ["一月", "一月から数える", "一月を扱う"]);
    assert_eq!(texts(2).await, ["二月に一月を扱う"]);
    assert!(texts(3).await.is_empty() && texts(13).await.is_empty());
}

async fn ids_are_found_by_their_beginning(store: &AnyStore) {
    let kept = plain("狼煙");
    store.keep_all(&[kept.clone(), plain("烽火")]).await.expect("works");
    let short = kept.document.id.short().to_uppercase();
    let found = store.find_by_prefix(&short).await.expect("works");
    assert_eq!(found.iter().map(|one| one.key.document).collect::<Vec<_>>(), [kept.document.id]);
    assert_eq!(store.find_by_prefix("").await.expect("works").len(), 2);
    assert!(store.find_by_prefix("%").await.expect("works").is_empty());
}

async fn mentions_lead_to_their_documents(store: &AnyStore) {
    let batch = [numbered(3, 2_000), numbered(103, 2_000)];
    store.keep_all(&batch).await.expect("works");
    let paths = |kind, canonical| async move {
        let found = store.mentioning(kind, canonical).await.expect("works");
        found.into_iter().map(|listed| listed.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(MentionKind::Ip, "198.51.3.0").await, ["reports/3.txt"]);
    assert_eq!(paths(MentionKind::ThreatActor, "UNC-103").await, ["reports/103.txt"]);
    assert!(paths(MentionKind::Domain, "198.51.3.0").await.is_empty());
}

/// What a query finds, as written in the text.
async fn found(store: &AnyStore, query: &str) -> Vec<String> {
    let hits = store.search(query, 10).await.expect("works");
    let mut found = Vec::new();
    for hit in hits {
        let kept = store.find(hit.document).await.expect("works").expect("is kept");
        found.push(hit.span.of(&kept.document.text).expect("stands there").to_owned());
    }
    found
}

async fn search_finds_every_script(store: &AnyStore) {
    store.keep(&plain("APT41はVSCodeトンネルとC2サーバを使い、攻撃した。")).await.expect("works");
    store
        .keep(&plain("ﾗﾝｻﾑｳｪｱ「カガリ火」の被害。𠮷野家町、㈱甲。Größe, ＴＡ５０５"))
        .await
        .expect("works");
    store.keep(&plain("国家互联网应急中心发布通报，提醒钓鱼攻击风险。")).await.expect("works");
    for (query, shown) in [
        ("ＡＰＴ４１", "APT41"),
        ("apt41", "APT41"),
        ("VSCodeトンネル", "VSCodeトンネル"),
        ("ｖｓｃｏｄｅﾄﾝﾈﾙ", "VSCodeトンネル"),
        ("C2サーバ", "C2サーバ"),
        ("c2サーバー", "C2サーバ"),
        ("ランサム", "ﾗﾝｻﾑ"),
        ("ランサムウェア", "ﾗﾝｻﾑｳｪｱ"),
        ("被害", "被害"),
        ("カガリ火", "カガリ火"),
        ("𠮷野", "𠮷野"),
        ("GRÖSSE", ""),
        ("größe", "Größe"),
        ("gro\u{308}ße", "Größe"),
        ("ta505", "ＴＡ５０５"),
        ("应急中心", "应急中心"),
        ("株", "㈱"),
    ] {
        let expected: Vec<&str> =
            Some(shown).filter(|shown| !shown.is_empty()).into_iter().collect();
        assert_eq!(found(store, query).await, expected, "{query}");
    }
}

async fn search_finds_exactly_what_is_there(store: &AnyStore) {
    let text =
        "東京と京都で標的を狙う的型の攻守。攻撃ではなく打撃。\nサーバント、コード。\n10.0.0.1";
    store.keep(&plain(text)).await.expect("works");
    for absent in ["東京都", "標的型攻撃", "撃では攻", "サーバー", "10.0.0.2", "打攻撃", "と京東"]
    {
        assert!(found(store, absent).await.is_empty(), "{absent}");
    }
    let letters: Vec<(usize, char)> = "東京と京都で標的を狙う的型の攻守".char_indices().collect();
    for (at, (start, _)) in letters.iter().enumerate() {
        for (end, last) in &letters[at..] {
            let piece = &text[*start..end + last.len_utf8()];
            assert_eq!(found(store, piece).await, [piece]);
        }
    }
}

async fn search_holds_words_and_phrases_apart(store: &AnyStore) {
    let text = "The tunnel was remote. 攻撃は港で起き、\n物流が止まっ\nた。 remote access tunnel";
    store.keep(&plain(text)).await.expect("works");
    assert_eq!(found(store, "tunnel 港").await.len(), 1);
    assert_eq!(found(store, "tunnel　攻撃 物流").await.len(), 1);
    assert!(found(store, "tunnel 空港").await.is_empty());
    assert_eq!(found(store, "\"remote access\"").await, ["remote access"]);
    assert!(found(store, "\"remote tunnel\"").await.is_empty());
    assert_eq!(found(store, "止まった").await, ["止まっ\nた"]);
    assert!(found(store, "tun").await.is_empty());
}

async fn search_finds_words_in_long_documents(store: &AnyStore) {
    let filler: String = (0..30_000).map(|at| format!("報告{at}、")).collect();
    let text = format!("始まりの狼煙。{filler}途中の烽火{}。終わりの篝火", "同じ".repeat(3_000));
    store.keep(&plain(&text)).await.expect("works");
    for word in ["狼煙", "烽火", "篝火", "報告29999", "狼煙 篝火", "じ。終わり"] {
        assert_eq!(found(store, word).await.len(), 1, "{word}");
    }
    let long = "同じ".repeat(500);
    assert_eq!(found(store, &long).await, [long]);
    assert!(found(store, &"同じ".repeat(3_001)).await.is_empty());
}

async fn search_shows_the_newest_first(store: &AnyStore) {
    let batch: Vec<Kept> = (0..40).map(|number| numbered(number, 1_000)).collect();
    store.keep_all(&batch).await.expect("works");
    let hits = store.search("合言葉", 100).await.expect("works");
    assert_eq!(hits.len(), 40);
    assert!(hits.is_sorted_by(|a, b| a.published >= b.published));
    assert_eq!(store.search("合言葉", 7).await.expect("works"), hits[..7]);
    let one = store.search(&word(17), 5).await.expect("works");
    assert_eq!(one.iter().map(|hit| hit.path.as_str()).collect::<Vec<_>>(), ["reports/17.txt"]);
    assert_eq!(one[0].snippet.found, word(17));
    assert!(one[0].snippet.before.starts_with("報告書第17号"), "{}", one[0].snippet);
}

async fn search_takes_whatever_is_typed(store: &AnyStore) {
    store.keep(&plain("OR AND NOT NEAR 狼煙")).await.expect("works");
    let odd = ["", " ", "\"", "。、", "'", "\\", "*", ":*", "a'b\\", "\0", "% _", "(", "&|!", "-x"];
    for typed in odd {
        assert!(store.search(typed, 10).await.expect(typed).is_empty(), "{typed}");
    }
    for typed in ["OR", "\"NOT NEAR\"", "NEAR(狼煙)", "狼煙*", "'狼煙'", "AND 狼 OR", "{狼煙}:^"]
    {
        assert_eq!(store.search(typed, 10).await.expect(typed).len(), 1, "{typed}");
    }
    assert!(store.search("狼煙", 0).await.expect("works").is_empty());
    store.search(&"狼 煙 ".repeat(2_000), 10).await.expect("works");
    store.search(&"サーバ群".repeat(500), 10).await.expect("works");
}

async fn concerns_are_replaced_as_a_whole(store: &AnyStore) {
    let (older, newer) = (published("古い", 2023, 1), published("新しい", 2024, 1));
    store.keep_all(&[older.clone(), newer.clone()]).await.expect("works");
    let mut runner = TestRunner::deterministic();
    let mut some = |kept: &Kept, count: usize| {
        let one = concern(kept.document.id);
        let all = (0..count).map(|_| one.new_tree(&mut runner).expect("no filter").current());
        all.collect::<Vec<_>>()
    };
    let (first, second, other) = (some(&older, 9), some(&older, 70), some(&newer, 5));
    assert!(store.replace_concerns(older.document.id, &first).await.expect("works"));
    assert!(store.replace_concerns(older.document.id, &second).await.expect("works"));
    assert!(store.replace_concerns(newer.document.id, &other).await.expect("works"));
    assert!(!store.replace_concerns(plain("無い").document.id, &first).await.expect("works"));
    assert_eq!(store.concerns_of(older.document.id).await.expect("works"), second);
    let mut expected = [other, second].concat();
    expected.sort_by_key(|concern| std::cmp::Reverse(concern.level));
    assert_eq!(store.concerns(Level::Know, 1_000).await.expect("works"), expected);
    expected.retain(|concern| concern.level >= Level::Soon);
    assert_eq!(store.concerns(Level::Soon, 1_000).await.expect("works"), expected);
    assert!(store.replace_concerns(older.document.id, &[]).await.expect("works"));
    assert!(store.concerns_of(older.document.id).await.expect("works").is_empty());
}

fn source(id: &str) -> Source {
    let text = |what: &str| format!("{what} of {id}");
    let (title, publisher) = (text("title"), text("publisher"));
    Source { id: id.to_owned(), title, publisher, url: String::new(), licence: "CC0".to_owned() }
}

fn entity(slug: &str, source: &str, names: &[&str], facts: &[(&str, &str)]) -> Entity {
    let (source, seen) = (source.to_owned(), "2024-12-26".to_owned());
    let name = |text: &&str| Name {
        text: (*text).to_owned(),
        language: Language::En,
        by: Some("甲社".to_owned()),
        rule: NameRule::Case,
        source: source.clone(),
        seen: seen.clone(),
    };
    let fact = |(key, value): &(&str, &str)| Fact {
        key: (*key).to_owned(),
        value: (*value).to_owned(),
        source: source.clone(),
        seen: seen.clone(),
    };
    Entity {
        id: EntityId::new(EntityKind::ThreatActor, slug).expect("fits"),
        names: names.iter().map(name).collect(),
        links: Vec::new(),
        facts: facts.iter().map(fact).collect(),
    }
}

async fn imports_stay_beside_each_other(store: &AnyStore) {
    let import = |entities: Vec<Entity>, id: &'static str| async move {
        store.import_entities(&entities, &[source(id)]).await.expect("works")
    };
    let ours = entity("kagari", "attack", &["Kagari", "G9999"], &[("country", "JP")]);
    let plain = entity("bare", "attack", &[], &[]);
    let counted = |added, updated, unchanged| Imported { added, updated, unchanged };
    assert_eq!(import(vec![ours.clone(), plain.clone()], "attack").await, counted(2, 0, 0));
    assert_eq!(import(vec![ours.clone(), plain.clone()], "attack").await, counted(0, 0, 2));
    let (entities, sources) = store.imported().await.expect("works");
    assert_eq!((entities, sources), (vec![plain, ours], vec![source("attack")]));

    let theirs = entity("kagari", "misp", &["Bonfire"], &[("country", "US")]);
    assert_eq!(import(vec![theirs.clone()], "misp").await, counted(0, 1, 0));
    let (entities, sources) = store.imported().await.expect("works");
    let names: Vec<&str> = entities[1].names.iter().map(|name| name.text.as_str()).collect();
    assert_eq!((names, sources.len()), (vec!["Kagari", "Bonfire", "G9999"], 2));
    assert_eq!(entities[1].facts.len(), 2);

    let less = entity("kagari", "attack", &["Kagari"], &[]);
    assert_eq!(import(vec![less], "attack").await, counted(0, 1, 0));
    assert_eq!(import(vec![theirs], "misp").await, counted(0, 0, 1));
    let silent = entity("kagari", "attack", &[], &[]);
    assert_eq!(import(vec![silent], "attack").await, counted(0, 1, 0));
    let (entities, _) = store.imported().await.expect("works");
    assert_eq!(entities[1].name(), "Bonfire");

    let many: Vec<Entity> =
        (0..700).map(|at| entity(&format!("g{at}"), "bulk", &["x", "y"], &[("k", "v")])).collect();
    assert_eq!(import(many.clone(), "bulk").await, counted(700, 0, 0));
    assert_eq!(import(many, "bulk").await, counted(0, 0, 700));
}

async fn problems_go_when_their_path_is_read(store: &AnyStore) {
    let kept = plain("読めた");
    let unread = |path: &str, problem: Problem| Unread { path: path.to_owned(), problem, given: 7 };
    let mut runner = TestRunner::deterministic();
    let strange = problem().new_tree(&mut runner).expect("no filter").current();
    let first = unread(&kept.document.path, Problem::new("NRS-FORMAT-001").fact("bytes", 0));
    let second = unread(&kept.document.path, strange);
    let other = unread(&"長".repeat(3_000), Problem::new("NRS-FORMAT-002"));
    for one in [&first, &second, &other] {
        store.keep_problem(one).await.expect("works");
    }
    assert_eq!(store.problems().await.expect("works"), [second, other.clone()]);
    store.keep(&kept).await.expect("works");
    assert_eq!(store.problems().await.expect("works"), [other]);
}

async fn listings_keep_the_history_of_an_offer(store: &AnyStore) {
    let posting = |id: &str, thread: &str, date: Option<&str>| KeptListing {
        id: id.to_owned(),
        thread: thread.to_owned(),
        seen: 10,
        class: "access-sale".to_owned(),
        words: vec!["vpn access".to_owned()],
        subject: Some("銀鈴総合病院".to_owned()),
        price: Some(("0.5".to_owned(), "BTC".to_owned())),
        date: date.map(str::to_owned),
        place: None,
        volume: None,
        seller: Some("Ra***".to_owned()),
        contact: vec!["telegram".to_owned()],
        reach: Some(noroshi_store::KeptReach { key: 7, marks: vec![1, u64::MAX] }),
        text: "VPN access, contact [telegram]".to_owned(),
        document: noroshi_model::DocumentId::of(b"letter"),
        path: "letter.txt".to_owned(),
        at: "line 4".to_owned(),
        span: noroshi_model::Span::new(3, 9),
    };
    let first = posting("a", "a", Some("2024-11-19"));
    let again = posting("b", "a", Some("2024-11-26"));
    let other = posting("c", "c", None);
    assert_eq!(store.keep_listings(&[first.clone(), other.clone()]).await.expect("works"), 2);
    let later = KeptListing { seen: 99, ..first.clone() };
    assert_eq!(store.keep_listings(&[later, again.clone()]).await.expect("works"), 1);
    assert_eq!(store.listings_of("a").await.expect("works"), [first.clone(), again.clone()]);
    assert_eq!(store.listings(9).await.expect("works"), [again.clone(), first, other]);
    let joined = KeptListing { thread: "c".to_owned(), ..again.clone() };
    assert_eq!(store.keep_listings(std::slice::from_ref(&joined)).await.expect("works"), 0);
    assert_eq!(store.listings(1).await.expect("works"), [joined]);
}

async fn posture_runs_are_kept_once_and_come_back(store: &AnyStore) {
    let (old, new) = (run("aa11", "tenant", 10), run("ab22", "tenant", 20));
    let other = run("cc33", "another", 30);
    for one in [&new, &old, &other] {
        assert!(store.keep_run(one).await.expect("works"));
    }
    assert!(!store.keep_run(&old).await.expect("works"), "kept before");
    let all = store.runs(None, 10).await.expect("works");
    assert_eq!(all, [other, new.clone(), old.clone()]);
    assert_eq!(store.runs(Some("tenant"), 10).await.expect("works"), [new.clone(), old.clone()]);
    assert_eq!(store.runs(Some("tenant"), 1).await.expect("works"), std::slice::from_ref(&new));
    assert_eq!(store.runs_like("AB").await.expect("works"), [new]);
    assert_eq!(store.runs_like("a").await.expect("works").len(), 2);
    assert_eq!(store.runs_like("nothing").await.expect("works"), []);
}

async fn many_can_write_at_once(store: &AnyStore) {
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..6_u64 {
        let store = store.clone();
        writers.spawn(async move {
            let mut new = 0;
            for batch in 0..5 {
                let numbers = (batch * 10 + writer)..(batch * 10 + writer + 10);
                let batch: Vec<Kept> = numbers.map(|number| numbered(number, 300)).collect();
                let kept = store.keep_all(&batch).await.expect("works");
                new += kept.into_iter().filter(|new| *new).count();
            }
            new
        });
    }
    let new: usize = writers.join_all().await.into_iter().sum();
    assert_eq!((new, store.count().await.expect("works")), (55, 55));
}
