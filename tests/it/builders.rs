//! The two builders of the block tree make the same tree.

use crate::shared;
use rayon::prelude::*;
use staffwork::syntax::{BlockKind, Builder, Parse};
use staffwork::text::TextRange;

fn shape(text: &str, builder: Builder) -> Vec<(BlockKind, TextRange)> {
    Parse::new(text.into(), builder).tree().iter().map(|(_, block)| (block.kind, block.range)).collect()
}

/// The first place where the two trees part.
fn difference(text: &str) -> Option<String> {
    let (bulk, incremental) = (shape(text, Builder::Bulk), shape(text, Builder::Incremental));
    if bulk == incremental {
        return None;
    }
    let at = bulk.iter().zip(&incremental).take_while(|(one, other)| one == other).count();
    let show = |tree: &[(BlockKind, TextRange)]| {
        tree.get(at).map(|(kind, range)| {
            let line = text[..range.start].matches('\n').count() + 1;
            let words: String = range.of(text).chars().take(60).collect();
            format!("{line}: {kind:?} {range:?} {words:?}")
        })
    };
    Some(format!("bulk {:?}\n  incremental {:?}", show(&bulk), show(&incremental)))
}

#[test]
fn agree_on_the_corpus() {
    let Some(folder) = shared::folder("corpus/docs") else { return };
    let files = shared::markdown(&folder);
    let differing: Vec<_> = files
        .par_iter()
        .filter_map(|(path, text)| difference(text).map(|found| format!("{}\n  {found}", path.display())))
        .collect();
    eprintln!("{}", differing.join("\n"));
    assert!(differing.is_empty(), "{} of {} differ", differing.len(), files.len());
}
