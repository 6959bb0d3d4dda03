//! A block: one element with all that lies in it, stored flat.

use std::ops::Range;

use crate::model::Reject;

/// One element that was asked for, with all that lies in it.
#[derive(Debug)]
pub(in crate::input) struct Block {
    /// Byte offset in the page at which its start tag begins.
    pub(in crate::input) start: u64,
    /// How it ended.
    pub(in crate::input) ending: Ending,
    /// Whether bytes in it were no UTF-8.
    pub(in crate::input) has_bad_bytes: bool,
    /// In the order in which they begin.
    pub(super) nodes: Vec<NodeData>,
    pub(super) attributes: Vec<AttributeData>,
    /// All names, values and words.
    pub(super) words: String,
    /// The beginning of one that is too long; made when it is asked for of others.
    pub(super) beginning: Option<String>,
}

/// How a block ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Ending {
    /// By its end tag.
    Closed,
    /// Without an end tag, as another block or the end of the page came.
    Unclosed,
    /// With the input, or where another page begins.
    Cut,
    /// It is longer than a record may be: only its start tag is kept.
    TooLong,
}

/// An element or a text. The subtree of an element is the nodes behind it, up to `end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeData {
    pub(super) is_element: bool,
    /// The name of an element, or the words, in `words`.
    pub(super) from: u32,
    pub(super) to: u32,
    /// Its first attribute; the others follow, up to those of the next node.
    pub(super) attributes: u32,
    /// The node behind the subtree.
    pub(super) end: u32,
}

/// Where an attribute stands in `words`: the name, and behind it the value.
#[derive(Debug, Clone, Copy)]
pub(super) struct AttributeData {
    pub(super) name: u32,
    pub(super) value: u32,
    pub(super) end: u32,
}

/// An element, or the text between two tags.
#[derive(Debug, Clone, Copy)]
pub(in crate::input) enum Node<'b> {
    /// An element.
    Element(Element<'b>),
    /// Text, its entities decoded.
    Text(&'b str),
}

/// A step of a walk through an element.
#[derive(Debug, Clone, Copy)]
pub(in crate::input) enum Step<'b> {
    /// Into an element; out of it again by a [`Step::Leave`], void elements too.
    Enter(Element<'b>),
    /// Past a text.
    Text(&'b str),
    /// Out of an element.
    Leave(Element<'b>),
}

impl Block {
    /// The element itself.
    pub(in crate::input) fn root(&self) -> Element<'_> {
        Element { block: self, index: 0 }
    }

    /// Its beginning, as long as a reject keeps it, written anew from its tags and texts.
    pub(in crate::input) fn beginning(&self) -> String {
        self.beginning.clone().unwrap_or_else(|| self.written())
    }

    fn written(&self) -> String {
        let mut text = String::new();
        for step in self.root().walk_whole() {
            match step {
                Step::Enter(element) => {
                    text.extend(["<", element.name()]);
                    for (name, value) in element.attributes() {
                        text.extend([" ", name, "=\""]);
                        push_escaped(&mut text, value);
                        text.push('"');
                    }
                    text.push('>');
                }
                Step::Text(words) => push_escaped(&mut text, words),
                Step::Leave(element) if is_void(element.name().as_bytes()) => {}
                Step::Leave(element) => text.extend(["</", element.name(), ">"]),
            }
            if text.len() >= Reject::RAW_LIMIT {
                break;
            }
        }
        text.truncate(text.floor_char_boundary(Reject::RAW_LIMIT));
        text
    }

    fn words(&self, range: Range<u32>) -> &str {
        // No text where bytes that are no UTF-8 lie across two of them.
        self.words.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    fn node(&self, index: u32) -> Option<(Node<'_>, NodeData)> {
        let data = *self.nodes.get(index as usize)?;
        let node = if data.is_element {
            Node::Element(Element { block: self, index })
        } else {
            Node::Text(self.words(data.from..data.to))
        };
        Some((node, data))
    }
}

fn push_escaped(text: &mut String, words: &str) {
    for letter in words.chars().take(Reject::RAW_LIMIT) {
        match letter {
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            '"' => text.push_str("&quot;"),
            other => text.push(other),
        }
    }
}

/// Whether elements of this name have no content.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"img"
            | b"meta"
            | b"link"
            | b"input"
            | b"hr"
            | b"source"
            | b"wbr"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"track"
            | b"param"
    )
}

/// An element of a block.
#[derive(Debug, Clone, Copy)]
pub(in crate::input) struct Element<'b> {
    block: &'b Block,
    index: u32,
}

impl<'b> Element<'b> {
    /// Its name, in lower case.
    pub(in crate::input) fn name(self) -> &'b str {
        let data = self.data();
        self.block.words(data.from..data.to)
    }

    /// The value of this attribute, whose name is in lower case; the first one where it stands twice.
    pub(in crate::input) fn attribute(self, name: &str) -> Option<&'b str> {
        self.attributes().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Whether this class is among its classes.
    pub(in crate::input) fn has_class(self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| has_word(classes.as_bytes(), class.as_bytes()))
    }

    /// Its elements and texts, without theirs.
    pub(in crate::input) fn children(self) -> impl Iterator<Item = Node<'b>> {
        let end = self.data().end;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let (node, data) = self.block.node(next).filter(|_| next < end)?;
            next = data.end;
            Some(node)
        })
    }

    /// The elements among its children.
    pub(in crate::input) fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter_map(Node::element)
    }

    /// All elements within it, however deep, in the order in which they begin.
    pub(in crate::input) fn descendants(self) -> impl Iterator<Item = Self> {
        let within = self.index + 1..self.data().end;
        within.filter_map(move |index| self.block.node(index)?.0.element())
    }

    /// The first element within it that has this class.
    pub(in crate::input) fn find(self, class: &str) -> Option<Self> {
        self.descendants().find(|element| element.has_class(class))
    }

    /// The first of its children that has this class.
    pub(in crate::input) fn child(self, class: &str) -> Option<Self> {
        self.elements().find(|element| element.has_class(class))
    }

    /// All texts within it.
    pub(in crate::input) fn texts(self) -> impl Iterator<Item = &'b str> {
        let within = self.index + 1..self.data().end;
        within.filter_map(move |index| self.block.node(index)?.0.text())
    }

    /// All words within it, joined, without the white space around.
    pub(in crate::input) fn text(self) -> String {
        let mut text: String = self.texts().collect();
        text.truncate(text.trim_end().len());
        text.drain(..text.len() - text.trim_start().len());
        text
    }

    /// The walk through all that lies within it, without recursion.
    pub(in crate::input) fn walk(self) -> impl Iterator<Item = Step<'b>> {
        Walk { block: self.block, next: self.index + 1, end: self.data().end, open: Vec::new() }
    }

    fn walk_whole(self) -> impl Iterator<Item = Step<'b>> {
        Walk { block: self.block, next: self.index, end: self.data().end, open: Vec::new() }
    }

    /// Names and values, in their order.
    pub(in crate::input) fn attributes(self) -> impl Iterator<Item = (&'b str, &'b str)> {
        let block = self.block;
        let first = self.data().attributes as usize;
        let last = match block.nodes.get(self.index as usize + 1) {
            Some(next) => next.attributes as usize,
            None => block.attributes.len(),
        };
        let own = block.attributes.get(first..last).unwrap_or_default();
        own.iter().map(|at| (block.words(at.name..at.value), block.words(at.value..at.end)))
    }

    fn data(self) -> NodeData {
        const NOTHING: NodeData = NodeData { is_element: true, from: 0, to: 0, attributes: 0, end: 0 };
        self.block.nodes.get(self.index as usize).copied().unwrap_or(NOTHING)
    }
}

impl<'b> Node<'b> {
    /// The element, if it is one.
    pub(in crate::input) fn element(self) -> Option<Element<'b>> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    /// The text, if it is one.
    pub(in crate::input) fn text(self) -> Option<&'b str> {
        match self {
            Self::Element(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

struct Walk<'b> {
    block: &'b Block,
    next: u32,
    end: u32,
    /// The elements that the walk is in, with their ends.
    open: Vec<(u32, u32)>,
}

impl<'b> Iterator for Walk<'b> {
    type Item = Step<'b>;

    fn next(&mut self) -> Option<Step<'b>> {
        if let Some((index, _)) = self.open.pop_if(|(_, end)| *end <= self.next) {
            return Some(Step::Leave(Element { block: self.block, index }));
        }
        let (node, data) = self.block.node(self.next).filter(|_| self.next < self.end)?;
        let index = self.next;
        self.next += 1;
        Some(match node {
            Node::Element(element) => {
                self.open.push((index, data.end));
                Step::Enter(element)
            }
            Node::Text(text) => Step::Text(text),
        })
    }
}

/// Whether a word stands in a list of words with white space between them.
pub(super) fn has_word(list: &[u8], word: &[u8]) -> bool {
    list == word || list.split(u8::is_ascii_whitespace).any(|one| one == word)
}
