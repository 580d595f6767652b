//! Whatever the model allows comes back as it was kept.

mod support;

use noroshi_model::Basis;
use noroshi_store::{AnyStore, DocumentStore};
use proptest::prelude::*;
use support::strategy::kept;
use tokio::runtime::Runtime;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_kept_comes_back_identical(kept in kept()) {
        let (runtime, store) = opened();
        let back = runtime.block_on(async {
            store.keep(&kept).await?;
            store.find(kept.document.id).await
        });
        prop_assert_eq!(back.expect("the store works"), Some(kept));
    }
}

/// One store for all cases: ids differ.
fn opened() -> &'static (Runtime, AnyStore) {
    static OPENED: std::sync::OnceLock<(Runtime, AnyStore)> = std::sync::OnceLock::new();
    OPENED.get_or_init(|| {
        let runtime = Runtime::new().expect("a runtime");
        let store = runtime.block_on(AnyStore::open("sqlite::memory:")).expect("opens");
        (runtime, store)
    })
}

#[test]
fn a_rule_read_back_is_the_same_constant_again() {
    let (runtime, store) = opened();
    let mut kept = support::sample::published("規則", 2024, 1);
    if let Some(dated) = &mut kept.reading.dates.published {
        dated.basis = Basis::Rule("last-week");
    }
    let back = runtime.block_on(async {
        store.keep(&kept).await?;
        store.find(kept.document.id).await
    });
    assert_eq!(back.expect("the store works"), Some(kept));
}
