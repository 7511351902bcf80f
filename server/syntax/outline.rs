//! Sections: what each heading holds.

use super::facts::{Fact, Moved};
use super::{Block, BlockId, BlockKind, Inline, Parse, Said};
use crate::text::TextRange;
use std::sync::Arc;

/// A section's place in its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionId(pub usize);

/// A heading and what stands below it, up to the next heading of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: BlockId,
    /// 1 to 6.
    pub level: u8,
    /// The heading as a reader sees it.
    pub title: Arc<str>,
    /// The heading with its markers.
    pub heading_range: TextRange,
    /// The heading's text.
    pub title_range: TextRange,
    /// From the heading to the end of the last section within.
    pub range: TextRange,
    /// From below the heading to the next heading of any level.
    pub own: TextRange,
    /// The section it stands in.
    pub parent: Option<SectionId>,
}

/// The sections of a text in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    sections: Vec<Section>,
    /// What stands before the first heading.
    opening: TextRange,
}

impl Outline {
    /// Reads the sections of `parse`. Headings in quotes and lists head no section.
    #[must_use]
    pub fn new(parse: &Parse) -> Self {
        let length = parse.text().len();
        let headings = parse.facts(&HEADINGS, 0, Heading::all);
        let of_piece = |said| {
            let Said { start, first_block, value, .. }: &Said<'_, Vec<Heading>> = said;
            value.iter().map(move |heading| (*start, *first_block, heading))
        };
        let all = || headings.iter().flat_map(of_piece);
        let place = |(start, _, heading): (usize, usize, &Heading)| (start + heading.range.start, heading.level);
        let start = parse.front_matter().map_or(0, |found| found.range.end);
        let first = all().next().map_or(length, |heading| place(heading).0);
        let places: Vec<(usize, u8)> = all().map(place).collect();
        let ends = ends(places.iter().copied(), length);
        let mut sections: Vec<Section> = Vec::with_capacity(places.len());
        let mut path: Vec<SectionId> = Vec::new();
        for (index, ((start, block, heading), end)) in all().zip(ends).enumerate() {
            path.retain(|open| sections.get(open.0).is_some_and(|section| section.level < heading.level));
            let next = places.get(index + 1).map_or(length, |(next, _)| *next);
            let heading_range = heading.range.moved(start);
            sections.push(Section {
                heading: heading.block.moved(block),
                level: heading.level,
                title: Arc::clone(&heading.title),
                heading_range,
                title_range: heading.title_range.moved(start),
                range: TextRange::new(heading_range.start, end),
                own: TextRange::new(heading_range.end, next),
                parent: path.last().copied(),
            });
            path.push(SectionId(index));
        }
        Self { sections, opening: TextRange::new(start.min(first), first) }
    }

    /// The section behind `id`.
    #[must_use]
    pub fn get(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.0)
    }

    /// Every section with its id, in document order.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (SectionId, &Section)> + '_ {
        self.sections.iter().enumerate().map(|(index, section)| (SectionId(index), section))
    }

    /// The sections directly in `id`.
    pub fn children(&self, id: SectionId) -> impl Iterator<Item = (SectionId, &Section)> + '_ {
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            let child = self.sections.get(next).filter(|section| section.parent == Some(id))?;
            let found = SectionId(next);
            next = self.first_from(child.range.end).max(next + 1);
            Some((found, child))
        })
    }

    /// The sections whose headings lie in `range`, in document order.
    pub fn within(&self, range: TextRange) -> impl Iterator<Item = (SectionId, &Section)> + '_ {
        let first = self.first_from(range.start);
        let sections = self.sections.get(first..).unwrap_or(&[]).iter().enumerate();
        sections
            .map(move |(index, section)| (SectionId(first + index), section))
            .take_while(move |(_, section)| range.contains_range(section.heading_range))
    }

    /// The index of the first section whose heading begins at `offset` or behind it.
    fn first_from(&self, offset: usize) -> usize {
        self.sections.partition_point(|section| section.heading_range.start < offset)
    }

    /// The sections that hold `id`, innermost first.
    pub fn ancestors(&self, id: SectionId) -> impl Iterator<Item = (SectionId, &Section)> + '_ {
        let mut at = self.get(id).and_then(|section| section.parent);
        std::iter::from_fn(move || {
            let id = at?;
            let section = self.get(id)?;
            at = section.parent;
            Some((id, section))
        })
    }

    /// The innermost section that holds `offset`.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<SectionId> {
        let next = self.sections.partition_point(|section| section.heading_range.start <= offset);
        next.checked_sub(1).map(SectionId)
    }

    /// What stands before the first heading, front matter apart.
    #[must_use]
    pub const fn opening(&self) -> TextRange {
        self.opening
    }

    /// How many sections there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sections.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

/// A heading, wherever its text stands.
#[derive(Debug)]
struct Heading {
    block: BlockId,
    level: u8,
    title: Arc<str>,
    range: TextRange,
    title_range: TextRange,
}

static HEADINGS: Fact<Vec<Heading>> = Fact::new();

impl Heading {
    fn all(parse: &Parse) -> Vec<Self> {
        let of_block = |(id, block): (BlockId, &Block)| {
            let BlockKind::Heading { level } = block.kind else { return None };
            let title_range = parse.content(block);
            let title = Arc::from(Inline::plain(parse, title_range).trim());
            Some(Self { block: id, level, title, range: block.range, title_range })
        };
        parse.tree().roots().filter_map(of_block).collect()
    }
}

/// The headings of a piece as a reader sees them, in document order: those that head sections.
#[must_use]
pub fn headings(piece: &Parse) -> Vec<Arc<str>> {
    let titles = |found: &Arc<Vec<Heading>>| -> Vec<Arc<str>> {
        found.iter().map(|heading| Arc::clone(&heading.title)).collect()
    };
    let all = piece.facts(&HEADINGS, 0, Heading::all);
    all.iter().flat_map(|said| titles(&said.value)).collect()
}

/// Where each section ends, by the starts and levels of all headings: at the next heading of its level or above.
fn ends(headings: impl DoubleEndedIterator<Item = (usize, u8)>, length: usize) -> Vec<usize> {
    // for each level, where the next heading of it or above begins
    let mut next = [length; 7];
    let of_heading = |(start, level): (usize, u8)| {
        let end = next.get(usize::from(level)).copied().unwrap_or(length);
        next.iter_mut().skip(usize::from(level)).for_each(|next| *next = start);
        end
    };
    let mut ends: Vec<usize> = headings.rev().map(of_heading).collect();
    ends.reverse();
    ends
}

/// The anchor that a heading gets, as links name it: `#context-and-forces`.
#[must_use]
pub fn anchor(title: &str) -> String {
    let kept = |character: &char| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_');
    let characters = title.trim().chars().flat_map(char::to_lowercase).filter(kept);
    characters.map(|character| if character == ' ' { '-' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_what_links_name() {
        assert_eq!(anchor("Pros & Cons of the `Options`"), "pros--cons-of-the-options");
    }

    #[test]
    fn sections_nest_by_level() {
        let text = "opening\n\n# T\n\n## A\na\n\n### B\nb\n\n## C\n> # no\n";
        let parse = Parse::new(text.into());
        let outline = Outline::new(&parse);
        let seen: Vec<_> =
            outline.iter().map(|(_, s)| (&*s.title, s.parent.map(|p| p.0), s.own.of(text).trim())).collect();
        let expected = [("T", None, ""), ("A", Some(0), "a"), ("B", Some(1), "b"), ("C", Some(0), "> # no")];
        assert_eq!(seen, expected);
        assert_eq!(outline.opening().of(text), "opening\n\n");
        assert_eq!(outline.get(SectionId(1)).unwrap().range.of(text), "## A\na\n\n### B\nb\n\n");
    }

    #[test]
    fn children_and_headings_in_a_range_are_found_without_looking_at_all() {
        let text = "# T\n\n## A\n\n#### deep\n\n### B\n\n## C\n\n# U\n";
        let parse = Parse::new(text.into());
        let outline = Outline::new(&parse);
        let children = |id| outline.children(SectionId(id)).map(|(_, s)| &*s.title).collect::<Vec<_>>();
        assert_eq!(children(0), ["A", "C"]);
        assert_eq!(children(1), ["deep", "B"]);
        assert_eq!(children(5), [""; 0]);
        let body = TextRange::new(4, outline.get(SectionId(0)).unwrap().range.end);
        assert_eq!(outline.within(body).map(|(_, s)| &*s.title).collect::<Vec<_>>(), ["A", "deep", "B", "C"]);
    }
}
