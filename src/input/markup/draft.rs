//! A block in the making.

use std::borrow::Cow;

use super::block::{AttributeData, Block, Ending, NodeData};

/// How deep elements lie in each other at most; browsers stop there too.
const DEEPEST: usize = 512;

/// How many nodes a block may have.
const NODE_LIMIT: usize = 1 << 20;

/// The block that is open.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Where it begins.
    start: u64,
    nodes: Vec<NodeData>,
    attributes: Vec<AttributeData>,
    words: Vec<u8>,
    /// The elements that are open: their names and nodes.
    open: Vec<(Name, u32)>,
    /// How many elements are open that lie too deep.
    too_deep: usize,
    /// Whether the next text belongs to the last node.
    is_in_text: bool,
    /// Whether a text begins with a byte that no character begins with.
    is_suspect: bool,
    /// Whether zeros stand in a text, as where a disk has lost a block.
    has_zeros: bool,
    /// Set when it is too long: the beginning of it. Nothing is kept then.
    beginning: Option<String>,
}

/// A tag's name: its length and its first seven bytes, which tell all names of HTML apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u64);

impl Name {
    /// Of these letters.
    pub(super) fn of(name: &[u8]) -> Self {
        let mut bytes = [0; 8];
        let length = name.len().min(7);
        bytes[..length].copy_from_slice(&name[..length]);
        bytes[7] = u8::try_from(name.len()).unwrap_or(u8::MAX);
        Self(u64::from_le_bytes(bytes))
    }
}

impl Draft {
    /// A block that begins here and is likely to have these [`sizes`](Self::sizes), unless they are large.
    pub(super) fn new(start: u64, [nodes, attributes, words]: [usize; 3]) -> Self {
        Self {
            start,
            nodes: Vec::with_capacity(nodes.min(1 << 14)),
            attributes: Vec::with_capacity(attributes.min(1 << 14)),
            words: Vec::with_capacity(words.min(1 << 14)),
            ..Self::default()
        }
    }

    /// How many nodes and attributes it has, and bytes of words.
    pub(super) fn sizes(&self) -> [usize; 3] {
        [self.nodes.len(), self.attributes.len(), self.words.len()]
    }

    /// Adds a character for a zero.
    pub(super) fn push_zero(&mut self) {
        self.has_zeros = true;
        self.push_text("\u{FFFD}".as_bytes());
    }

    /// Adds an element.
    pub(super) fn start_element(
        &mut self,
        tag: &[u8],
        name_end: usize,
        attributes: &[AttributeData],
        is_void: bool,
    ) {
        let is_too_deep = self.open.len() >= DEEPEST;
        if is_too_deep && !is_void {
            self.too_deep += 1;
        }
        let index = number(self.nodes.len());
        if self.beginning.is_none() {
            let from = number(self.words.len());
            self.nodes.push(NodeData {
                is_element: true,
                from,
                to: from + number(name_end),
                attributes: number(self.attributes.len()),
                end: index + 1,
            });
            self.words.extend_from_slice(tag);
            self.attributes.extend(attributes.iter().map(|at| AttributeData {
                name: from + at.name,
                value: from + at.value,
                end: from + at.end,
            }));
            self.is_in_text = false;
        }
        if !is_too_deep && !is_void {
            self.open.push((Name::of(&tag[..name_end]), index));
        }
    }

    /// Ends the innermost element of this name; `true` when that was the block itself.
    pub(super) fn end_element(&mut self, name: Name) -> bool {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            self.is_in_text = false;
            return false;
        }
        let Some(place) = self.open.iter().rposition(|(open, _)| *open == name) else { return false };
        self.close(place);
        place == 0
    }

    /// Whether the block's own element is closed.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// Closes the open elements from this one on.
    fn close(&mut self, first: usize) {
        let end = number(self.nodes.len());
        for (_, index) in self.open.drain(first..) {
            if let Some(node) = self.nodes.get_mut(index as usize) {
                node.end = end;
            }
        }
        self.is_in_text = false;
    }

    /// Adds to the text.
    pub(super) fn push_text(&mut self, text: &[u8]) {
        if self.beginning.is_some() || text.is_empty() {
            return;
        }
        if !self.is_in_text {
            self.is_in_text = true;
            self.is_suspect |= text[0] & 0xC0 == 0x80;
            let from = number(self.words.len());
            let attributes = number(self.attributes.len());
            let end = number(self.nodes.len() + 1);
            self.nodes.push(NodeData { is_element: false, from, to: from, attributes, end });
        }
        self.words.extend_from_slice(text);
        if let Some(node) = self.nodes.last_mut() {
            node.to = number(self.words.len());
        }
    }

    /// Whether it is longer than a block may be, now that the input was read up to `position`.
    pub(super) fn is_longer_than(&self, limit: usize, position: u64) -> bool {
        position - self.start > limit as u64 || self.nodes.len() > NODE_LIMIT
    }

    /// Keeps nothing from now on but the block's own start tag.
    pub(super) fn give_up(&mut self) {
        if self.beginning.is_some() {
            return;
        }
        let behind_root = self.nodes.get(1);
        let attributes = behind_root.map_or(self.attributes.len(), |node| node.attributes as usize);
        let words = behind_root.map_or(self.words.len(), |node| node.from as usize);
        let root = Self {
            start: self.start,
            nodes: self.nodes.iter().take(1).map(|root| NodeData { end: 1, ..*root }).collect(),
            attributes: self.attributes[..attributes].to_vec(),
            words: self.words[..words].to_vec(),
            open: self.open.clone(),
            too_deep: self.too_deep,
            is_in_text: false,
            is_suspect: false,
            has_zeros: false,
            beginning: None,
        };
        let whole = std::mem::replace(self, root);
        self.beginning = Some(whole.finish(Ending::TooLong).beginning());
    }

    /// The block.
    pub(super) fn finish(mut self, ending: Ending) -> Block {
        let is_too_long = self.beginning.is_some();
        if !is_too_long {
            self.close(0);
        }
        let mut has_bad_bytes = self.has_zeros;
        let words = match String::from_utf8(std::mem::take(&mut self.words)) {
            Ok(words) if !self.is_suspect => words,
            Ok(words) => self.mend(words.as_bytes(), &mut has_bad_bytes),
            Err(error) => self.mend(error.as_bytes(), &mut has_bad_bytes),
        };
        Block {
            start: self.start,
            ending: if is_too_long { Ending::TooLong } else { ending },
            has_bad_bytes,
            nodes: self.nodes,
            attributes: self.attributes,
            words,
            beginning: self.beginning,
        }
    }

    /// Makes UTF-8 of each name, value and text.
    fn mend(&mut self, words: &[u8], has_bad_bytes: &mut bool) -> String {
        let mut mended = String::with_capacity(words.len());
        let mut add = |from: u32, to: u32, is_behind_break: bool| {
            let bytes = words.get(from as usize..to as usize).unwrap_or_default();
            let start = number(mended.len());
            let rest = match bytes {
                [0x80, 0xA8, rest @ ..] if is_behind_break => {
                    mended.push('\u{2028}');
                    rest
                }
                [0x80, 0xA9, rest @ ..] if is_behind_break => {
                    mended.push('\u{2029}');
                    rest
                }
                all => all,
            };
            let rest = String::from_utf8_lossy(rest);
            *has_bad_bytes |= matches!(rest, Cow::Owned(_));
            mended.push_str(&rest);
            (start, number(mended.len()))
        };
        let mut attributes = self.attributes.iter_mut().enumerate().peekable();
        let mut behind = self.nodes.iter().skip(1).map(|next| next.attributes as usize).collect::<Vec<_>>();
        behind.push(usize::MAX);
        let mut is_behind_break = false;
        for (node, behind) in self.nodes.iter_mut().zip(behind) {
            let is_break = node.is_element && words.get(node.from as usize..node.to as usize) == Some(b"br");
            (node.from, node.to) = add(node.from, node.to, is_behind_break && !node.is_element);
            is_behind_break = is_break;
            while let Some((_, at)) = attributes.next_if(|(index, _)| *index < behind) {
                let (name, _) = add(at.name, at.value, false);
                let (value, end) = add(at.value, at.end, false);
                *at = AttributeData { name, value, end };
            }
        }
        mended
    }
}

/// A size as blocks keep it.
pub(super) fn number(size: usize) -> u32 {
    // Blocks are far shorter.
    u32::try_from(size).unwrap_or(u32::MAX)
}
