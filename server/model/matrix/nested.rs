//! Ranges that lie in one another, and which of them is the innermost at a place.

use crate::text::TextRange;
use std::collections::BTreeSet;

/// The innermost of many ranges, for every place of a text.
#[derive(Clone, Debug)]
pub(super) struct Nested<T> {
    /// From each of these offsets on, up to the next.
    steps: Vec<(usize, Option<T>)>,
}

impl<T> Default for Nested<T> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<T: Copy> Nested<T> {
    /// Of ranges of one length at one place, the first is the inner one.
    pub(super) fn new(ranges: &[(TextRange, T)]) -> Self {
        let mut borders: Vec<(usize, bool, usize)> = Vec::with_capacity(ranges.len() * 2);
        for (index, (range, _)) in ranges.iter().enumerate().filter(|(_, (range, _))| !range.is_empty()) {
            borders.extend([(range.start, true, index), (range.end, false, index)]);
        }
        borders.sort_unstable();
        let mut open: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut steps: Vec<(usize, Option<T>)> = Vec::with_capacity(borders.len());
        for (at, opens, index) in borders {
            let Some((range, _)) = ranges.get(index) else { continue };
            if opens {
                open.insert((range.len(), index));
            } else {
                open.remove(&(range.len(), index));
            }
            let innermost = open.first().and_then(|(_, index)| ranges.get(*index)).map(|(_, value)| *value);
            match steps.last_mut().filter(|(last, _)| *last == at) {
                Some(last) => last.1 = innermost,
                None => steps.push((at, innermost)),
            }
        }
        Self { steps }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What the innermost range says that holds `offset`.
    pub(super) fn innermost(&self, offset: usize) -> Option<T> {
        let next = self.steps.partition_point(|(at, _)| *at <= offset);
        self.steps.get(next.checked_sub(1)?)?.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_range_speaks() {
        let ranges = [(0, 10, 'a'), (2, 6, 'b'), (6, 8, 'c'), (3, 3, 'd'), (20, 22, 'e')];
        let nested = Nested::new(&ranges.map(|(start, end, name)| (TextRange::new(start, end), name)));
        let seen: String = (0..23).map(|at| nested.innermost(at).unwrap_or('.')).collect();
        assert_eq!(seen, "aabbbbccaa..........ee.");
    }
}
