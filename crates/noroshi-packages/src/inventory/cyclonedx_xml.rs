//! CycloneDX in XML.
//!
//! Read as a stream of events, so that nesting costs no stack. Entities of a document type are not
//! expanded, and nothing outside the file is opened.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Scope;
use super::collect::Collector;
use super::cyclonedx::{Bill, Component, is_development, scope_of};
use super::place::Lines;

/// How deep elements may lie in one another.
const DEEPEST: usize = 128;
/// The longest text of an element that is kept, in bytes.
const LONGEST: usize = 4_096;

/// Reads the file.
pub(super) fn read(text: &str, into: &mut Collector) {
    let mut walk = Walk::of(text);
    let mut reader = Reader::from_str(text);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = walk.lines.at(at.min(text.len().saturating_sub(1)));
        match reader.read_event() {
            Ok(Event::Eof) if walk.path.is_empty() => break,
            Ok(Event::Eof) => {
                into.damaged(line, "it ends inside an element");
                break;
            }
            Ok(_) if walk.path.len() > DEEPEST => {
                into.damaged(line, "elements lie too deep in one another");
                break;
            }
            Ok(event) => walk.event(&event, line),
            Err(error) => {
                into.damaged(line, error);
                break;
            }
        }
    }
    walk.done(into);
}

struct Walk<'a> {
    lines: Lines<'a>,
    /// Names of the elements that are open.
    path: Vec<String>,
    /// The text of the innermost element so far, and the line on which it begins.
    text: String,
    /// Components that are open, outermost first, and those that are read.
    open: Vec<Component>,
    read: Vec<Component>,
    /// The name of the property that is open.
    property: String,
    /// The reference of the described product, and who depends on what.
    product: Option<String>,
    asked: BTreeSet<String>,
    /// The outer element of the graph that is open.
    node: String,
    has_node: HasNode,
}

/// Whether the graph has a node for the described product.
#[derive(Default, PartialEq, Eq)]
enum HasNode {
    Yes,
    #[default]
    No,
}

impl<'a> Walk<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            lines: Lines::of(text),
            path: Vec::new(),
            text: String::new(),
            open: Vec::new(),
            read: Vec::new(),
            property: String::new(),
            product: None,
            asked: BTreeSet::new(),
            node: String::new(),
            has_node: HasNode::No,
        }
    }

    fn event(&mut self, event: &Event<'_>, line: usize) {
        match event {
            Event::Start(element) => self.start(element, line),
            Event::Empty(element) => {
                self.start(element, line);
                self.end(line);
            }
            Event::End(_) => self.end(line),
            Event::Text(text) => self.add(text),
            Event::CData(text) => self.add(text),
            Event::GeneralRef(name) => self.add(entity(name)),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.text.len() + text.len() <= LONGEST {
            self.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, line: usize) {
        let name = element.local_name().as_ref().to_owned();
        self.path.push(name);
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path[..] {
            ["bom", "components", .., "component"] => self.open.push(Component {
                line,
                kind: attribute(element, "type"),
                own: attribute(element, "bom-ref"),
                ..Component::default()
            }),
            ["bom", "metadata", "component"] => self.product = attribute(element, "bom-ref"),
            ["bom", "dependencies", "dependency"] => {
                self.node = attribute(element, "ref").unwrap_or_default();
                if self.product.as_ref() == Some(&self.node) {
                    self.has_node = HasNode::Yes;
                }
            }
            ["bom", "dependencies", "dependency", "dependency"]
                if self.product.as_ref() == Some(&self.node) =>
            {
                self.asked.extend(attribute(element, "ref"));
            }
            [.., "property"] => self.property = attribute(element, "name").unwrap_or_default(),
            _ => {}
        }
    }

    fn end(&mut self, line: usize) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        if let (["bom", "components", ..], Some(component)) = (&path[..], self.open.last_mut()) {
            match path[..] {
                [.., "component", "purl"] => {
                    component.address = Some(text.to_owned());
                    component.line = line;
                }
                [.., "component", "version"] => component.version = Some(text.to_owned()),
                [.., "component", "scope"] if component.scope == Scope::Unknown => {
                    component.scope = scope_of(text);
                }
                [.., "component", "properties", "property"]
                    if is_development(&self.property, text) =>
                {
                    component.scope = Scope::Development;
                }
                [.., "component"] => self.read.extend(self.open.pop()),
                _ => {}
            }
        }
        self.path.pop();
    }

    /// The components in the order of the file: an inner one ends before the one around it.
    fn done(mut self, into: &mut Collector) {
        self.read.append(&mut self.open);
        self.read.sort_by_key(|component| component.line);
        let asked = (self.has_node == HasNode::Yes).then_some(self.asked);
        let mut bill = Bill::new(self.lines, asked);
        self.read.into_iter().for_each(|component| bill.add(component, into));
        bill.done(into);
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&found.value).map(std::borrow::Cow::into_owned).ok()
}

/// The sign of one of the five entities that every document has; nothing for others.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::super::row::{purl_row, rows};

    const TEXT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE bom [<!ENTITY a "aaaa">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <metadata>
    <tools><components><component type="application"><name>tool</name></component></components></tools>
    <component type="application" bom-ref="gate"><name>gate</name></component>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <name>fare</name>
      <version>1.0.0</version>
      <purl>pkg:npm/%40kazemori/fare@1.0.0?x=1&amp;y=2</purl>
      <components>
        <component type="library" bom-ref="b">
          <name>b</name>
          <version>2.0</version>
          <purl><![CDATA[pkg:pypi/b]]></purl>
          <properties><property name="cdx:poetry:package:development">true</property></properties>
        </component>
      </components>
    </component>
    <component type="library"><name>nameless</name></component>
    <component type="library"><name>bad</name><purl>not-a-purl</purl></component>
  </components>
  <dependencies>
    <dependency ref="gate"><dependency ref="a"/></dependency>
    <dependency ref="a"><dependency ref="b"/></dependency>
  </dependencies>
</bom>
"#;

    #[test]
    fn components_are_read_with_their_graph() {
        let (got, codes) = rows("bom.xml", TEXT, purl_row);
        assert_eq!(codes, ["NRS-PACKAGE-004", "NRS-PACKAGE-007"]);
        assert_eq!(
            got,
            [
                "12 pkg:npm/%40kazemori/fare@1.0.0 direct unknown",
                "17 pkg:pypi/b@2.0 transitive dev"
            ]
        );
    }

    #[test]
    fn a_cut_file_and_a_deep_one_give_what_stands_before() {
        let cut = TEXT.split("<properties>").next().expect("a part");
        let (inventory, problems) =
            read_file("bom.xml", cut.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(inventory.dependencies.len(), 2);
        assert_eq!(problems[0].code, "NRS-PACKAGE-002");
        let deep = format!(
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">{}",
            "<components><component>".repeat(100_000)
        );
        let (_, problems) = read_file("bom.xml", deep.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems[0].code, "NRS-PACKAGE-002");
    }
}
