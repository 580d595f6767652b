//! What stands for the title of a document that brings none.

use noroshi_read::Reader;

fn title(text: &str) -> Option<String> {
    let (knowledge, _) = noroshi_know::pack();
    Reader::new(&knowledge).read(&noroshi_testkit::document(text)).title
}

#[test]
fn the_first_line_is_the_title() {
    let told =
        title("TLP:CLEAR\n\n汀精機で不正アクセス\n\n汀精機は3日、攻撃を受けたと発表した。\n");
    assert_eq!(told.as_deref(), Some("汀精機で不正アクセス"));
}

#[test]
fn of_a_paragraph_it_is_the_first_sentence() {
    let told = title("汀精機は3日、攻撃を受けたと発表した。社員ら900人の情報が流出した。\n");
    assert_eq!(told.as_deref(), Some("汀精機は3日、攻撃を受けたと発表した"));
    let told = title("Tidewater Freight was attacked. Its portal is down since Monday.\n");
    assert_eq!(told.as_deref(), Some("Tidewater Freight was attacked"));
}
