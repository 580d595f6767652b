//! Texts that must stand at the start or at the end of a value.
//!
//! Most values part from all of them after a few bytes, so that the rest of the value is never
//! looked at.

/// A tree over the bytes of texts, each with a number.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// The bytes that may follow, and the nodes they lead to, in the same order.
    bytes: Vec<u8>,
    next: Vec<usize>,
    /// The number of the text that ends here.
    text: Option<usize>,
}

impl Tree {
    /// An empty tree.
    pub(crate) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    /// Adds a text with its number. Of the same text the last number counts.
    pub(crate) fn add(&mut self, text: impl Iterator<Item = u8>, number: usize) {
        let mut at = 0;
        for byte in text {
            let new = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            at = match memchr::memchr(byte, &node.bytes).and_then(|place| node.next.get(place)) {
                Some(known) => *known,
                None => {
                    node.bytes.push(byte);
                    node.next.push(new);
                    self.nodes.push(Node::default());
                    new
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.text = Some(number);
        }
    }

    /// The numbers of the texts that the bytes start with.
    pub(crate) fn find(&self, bytes: impl Iterator<Item = u8>, mut visit: impl FnMut(usize)) {
        let mut node = self.nodes.first();
        for byte in bytes {
            let Some(known) = node else { return };
            let place = known.bytes.iter().position(|own| *own == byte);
            let Some(next) = place.and_then(|place| known.next.get(place)) else { return };
            node = self.nodes.get(*next);
            if let Some(text) = node.and_then(|node| node.text) {
                visit(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn it_finds_what_the_value_starts_with(
            texts in proptest::collection::btree_set("[ab]{1,4}", 0..12), value in "[abc]{0,8}",
        ) {
            let mut tree = Tree::new();
            for (number, text) in texts.iter().enumerate() {
                tree.add(text.bytes(), number);
            }
            let mut found = Vec::new();
            tree.find(value.bytes(), |number| found.push(number));
            found.sort_unstable();
            let starts = |(_, text): &(usize, &String)| value.starts_with(text.as_str());
            let expect: Vec<usize> =
                texts.iter().enumerate().filter(starts).map(|(number, _)| number).collect();
            proptest::prop_assert_eq!(found, expect);
        }
    }
}
