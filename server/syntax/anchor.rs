//! What a link's `#fragment` can name: headings as GitHub spells them in addresses, and explicit ids.

use super::{Outline, Parse};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

#[expect(clippy::expect_used, reason = "the pattern is a constant, tried by every test of this module")]
static EXPLICIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*["']?([^"'\s<>]+)|\{[^{}]*?#([^\s{}]+)[^{}]*\}"#)
        .expect("a valid pattern")
});

/// Every anchor of a document, lower case.
#[must_use]
pub fn anchors(parse: &Parse, outline: &Outline) -> HashSet<String> {
    let titles = outline.iter().map(|(_, section)| &*section.title);
    let mut anchors: HashSet<String> = heading_anchors(titles).into_iter().collect();
    let explicit = EXPLICIT.captures_iter(parse.text()).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    anchors.extend(explicit.map(|id| id.as_str().to_lowercase()));
    anchors
}

/// The anchors of headings with these titles, in document order: a title that comes again is numbered.
#[must_use]
pub fn heading_anchors<'t>(titles: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let anchor = |title: &str| {
        let slug = slug(title.split("{#").next().unwrap_or_default().trim());
        let repeated = seen.entry(slug.clone()).or_default();
        *repeated += 1;
        if *repeated == 1 { slug } else { format!("{slug}-{}", *repeated - 1) }
    };
    titles.map(anchor).collect()
}

/// A heading as it stands behind `#` in an address: lower case, blanks as hyphens, nothing but letters, digits,
/// hyphens and underscores.
#[must_use]
pub fn slug(title: &str) -> String {
    let kept = title.chars().flat_map(char::to_lowercase).filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_spelt_as_in_addresses() {
        for (title, expected) in [
            ("Considered Options", "considered-options"),
            ("Why not `foo::bar`?", "why-not-foobar"),
            ("Risks & Mitigation", "risks--mitigation"),
            ("2.1 Größe, C++", "21-größe-c"),
        ] {
            let text = format!("# {title}\n");
            let parse = Parse::new(text.into());
            assert!(anchors(&parse, &Outline::new(&parse)).contains(expected), "{title}");
        }
    }

    #[test]
    fn repeated_headings_are_numbered_and_explicit_ids_count() {
        let text = "# A\n\n## B\n\n## B\n\n<a name=\"Here\"></a>\n\n## C {#see}\n";
        let parse = Parse::new(text.into());
        let mut found: Vec<_> = anchors(&parse, &Outline::new(&parse)).into_iter().collect();
        found.sort();
        assert_eq!(found, ["a", "b", "b-1", "c", "here", "see"]);
    }
}
