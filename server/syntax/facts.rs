//! What is read of a piece of text alone, kept for as long as the piece stays as it is.
//!
//! A fact is declared once, as a `static`, by whoever reads it; the function that reads it sees nothing but the piece.
//! So it stays true however the rest of the document is edited, by construction.

use crate::text::TextRange;
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// One sort of thing that can be read of any piece of text.
#[derive(Debug)]
pub struct Fact<T> {
    /// Its place in the [`Facts`] of every piece, given when it is first asked for.
    place: OnceLock<usize>,
    read: PhantomData<fn() -> T>,
}

static PLACES: AtomicUsize = AtomicUsize::new(0);

impl<T> Fact<T> {
    /// A fact of its own.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "each is declared by name, none is made up")]
    pub const fn new() -> Self {
        Self { place: OnceLock::new(), read: PhantomData }
    }

    fn place(&self) -> usize {
        *self.place.get_or_init(|| PLACES.fetch_add(1, Ordering::Relaxed))
    }
}

/// What is known of one piece.
#[derive(Default)]
pub(super) struct Facts(Mutex<Vec<Option<Known>>>);

#[derive(Clone)]
struct Known {
    /// What beside the piece it was read with.
    given: u64,
    value: Arc<dyn Any + Send + Sync>,
}

impl Facts {
    /// What `fact` is here, with what is `given` beside the piece: known, or else as `read` says.
    pub(super) fn get<T: Send + Sync + 'static>(&self, fact: &Fact<T>, given: u64, read: impl FnOnce() -> T) -> Arc<T> {
        self.known(fact.place(), given).unwrap_or_else(|| self.remember(fact, given, read()))
    }

    /// The same, unless `read` gives up: then nothing is known that was not before.
    pub(super) fn get_if<T: Send + Sync + 'static>(
        &self,
        fact: &Fact<T>,
        given: u64,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<Arc<T>> {
        self.known(fact.place(), given).or_else(|| Some(self.remember(fact, given, read()?)))
    }

    /// Keeps what was read, without the lock: one fact may ask for another.
    fn remember<T: Send + Sync + 'static>(&self, fact: &Fact<T>, given: u64, value: T) -> Arc<T> {
        let (place, value) = (fact.place(), Arc::new(value));
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() <= place {
            all.resize_with(place + 1, || None);
        }
        if let Some(known) = all.get_mut(place) {
            *known = Some(Known { given, value: Arc::clone(&value) as Arc<dyn Any + Send + Sync> });
        }
        value
    }

    fn known<T: Send + Sync + 'static>(&self, place: usize, given: u64) -> Option<Arc<T>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(place)?.as_ref().filter(|known| known.given == given)?;
        Arc::clone(&known.value).downcast().ok()
    }
}

impl Clone for Facts {
    /// A copy is going to be something else: nothing is known of it.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is read of ranges of one piece, each once.
pub struct ByRange<T>(Mutex<HashMap<(TextRange, u64), Arc<T>>>);

impl<T> ByRange<T> {
    /// What is known of `range` with what is `given` beside it, or else what `read` says.
    pub(super) fn get(&self, range: TextRange, given: u64, read: impl FnOnce() -> T) -> Arc<T> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&(range, given)) {
            return Arc::clone(value);
        }
        // read without the lock: one fact may ask for another
        let value = Arc::new(read());
        known().insert((range, given), Arc::clone(&value));
        value
    }
}

impl<T> Default for ByRange<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().flatten().count();
        write!(f, "{known} facts")
    }
}

/// What stands at places of a piece, and can be said of the document that the piece begins in at some offset.
pub trait Moved {
    /// The same, `by` bytes (or whatever it counts) further on.
    #[must_use]
    fn moved(&self, by: usize) -> Self;
}

impl Moved for TextRange {
    fn moved(&self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}
