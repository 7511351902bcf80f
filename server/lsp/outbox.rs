//! What waits to be written to the client: bounded, and of diagnostics only the latest per document.
//!
//! Anyone may put something in without waiting; who *causes* messages waits instead: the dispatcher takes no
//! request, and the server sends none of its own, while there is no [`room`](Outbox::room). Replies that are
//! still being worked out are counted with those that wait, so a client that stops reading cannot make us grow,
//! and a client that reads is never held up, however many of its requests are under way.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;
use tower_lsp::gen_lsp_types::{
    Notification, PublishDiagnosticsNotification as Published, PublishDiagnosticsParams, Uri,
};
use tower_lsp::jsonrpc::Request;

use super::frame::encode;

/// As many messages may be unwritten or owed before we stop taking requests.
pub(super) const MAX_MESSAGES: usize = 1024;
/// As many bytes may be unwritten before we stop taking requests.
const MAX_BYTES: usize = 16 << 20;
/// Messages are written together up to this size.
const BATCH: usize = 64 << 10;

/// The way to the client; clones lead to the same client.
#[derive(Clone, Debug, Default)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    /// There is something to write.
    filled: Notify,
    /// Something was written, or is no longer owed.
    eased: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    messages: VecDeque<Vec<u8>>,
    /// The size of `messages`, and of those being written.
    bytes: usize,
    /// How many messages are being written.
    writing: usize,
    /// How many requests are not answered yet.
    owed: usize,
    diagnostics: HashMap<Uri, PublishDiagnosticsParams>,
    /// The documents of `diagnostics`, those that wait longest first.
    order: VecDeque<Uri>,
    /// The last thing written was a message while diagnostics waited: it is their turn.
    turn: bool,
}

enum Item {
    Message(Vec<u8>),
    Diagnostics(PublishDiagnosticsParams),
}

impl Outbox {
    /// One with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tell the client a document's diagnostics; those of the same document that it has not been told yet are
    /// forgotten. Does not wait.
    pub fn publish(&self, diagnostics: PublishDiagnosticsParams) {
        let mut waiting = self.waiting();
        let uri = diagnostics.uri.clone();
        if waiting.diagnostics.insert(uri.clone(), diagnostics).is_none() {
            waiting.order.push_back(uri);
        }
        drop(waiting);
        self.0.filled.notify_one();
    }

    /// Put a message at the end.
    pub(super) fn push(&self, message: &impl Serialize) {
        let Some(frame) = encode(message) else { return };
        let mut waiting = self.waiting();
        waiting.bytes += frame.len();
        waiting.messages.push_back(frame);
        drop(waiting);
        self.0.filled.notify_one();
    }

    /// Put a request or notification of the server's own where it belongs.
    pub(super) fn push_call(&self, call: &Request) {
        let diagnostics = (call.method() == Published::METHOD.as_str())
            .then(|| call.params().and_then(|params| serde_json::from_value(params.clone()).ok()))
            .flatten();
        match diagnostics {
            Some(diagnostics) => self.publish(diagnostics),
            None => self.push(call),
        }
    }

    /// Count a request as unanswered until what is returned is dropped.
    pub(super) fn owe(&self) -> Owed {
        self.waiting().owed += 1;
        Owed(self.clone())
    }

    /// Wait until the client has read enough for us to take up more work.
    pub(super) async fn room(&self) {
        self.until(Waiting::has_room).await;
    }

    /// Wait until everything is answered and written.
    pub(super) async fn idle(&self) {
        self.until(Waiting::is_idle).await;
    }

    /// Write what comes, until that fails.
    pub(super) async fn write_to(self, mut output: impl AsyncWrite + Unpin) -> io::Result<()> {
        loop {
            let batch = self.take();
            if batch.is_empty() {
                self.0.filled.notified().await;
                continue;
            }
            output.write_all(&batch).await?;
            output.flush().await?;
            self.written(batch.len());
        }
    }

    /// The next messages as they go over the wire; nothing when nothing waits.
    fn take(&self) -> Vec<u8> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let Some(item) = self.waiting().next() else { break };
            match item {
                Item::Message(frame) if batch.is_empty() => batch = frame,
                Item::Message(frame) => batch.extend_from_slice(&frame),
                Item::Diagnostics(params) => batch.extend_from_slice(&self.encode_diagnostics(params)),
            }
        }
        batch
    }

    /// Diagnostics are counted from here on: until now, newer ones could replace them.
    fn encode_diagnostics(&self, params: PublishDiagnosticsParams) -> Vec<u8> {
        let params = serde_json::to_value(params).unwrap_or_default();
        let frame = encode(&Request::build(Published::METHOD.as_str()).params(params).finish()).unwrap_or_default();
        self.waiting().bytes += frame.len();
        frame
    }

    fn written(&self, bytes: usize) {
        let mut waiting = self.waiting();
        waiting.writing = 0;
        waiting.bytes = waiting.bytes.saturating_sub(bytes);
        drop(waiting);
        self.0.eased.notify_waiters();
    }

    /// How many messages wait.
    #[cfg(test)]
    pub(super) fn unread(&self) -> usize {
        self.waiting().unwritten()
    }

    async fn until(&self, holds: fn(&Waiting) -> bool) {
        loop {
            let eased = self.0.eased.notified();
            if holds(&self.waiting()) {
                return;
            }
            eased.await;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Messages first, but of diagnostics that wait, one after each message.
    fn next(&mut self) -> Option<Item> {
        let diagnostics_next = self.turn || self.messages.is_empty();
        if diagnostics_next && let Some(params) = self.next_diagnostics() {
            self.turn = false;
            self.writing += 1;
            return Some(Item::Diagnostics(params));
        }
        let frame = self.messages.pop_front()?;
        self.turn = !self.order.is_empty();
        self.writing += 1;
        Some(Item::Message(frame))
    }

    fn next_diagnostics(&mut self) -> Option<PublishDiagnosticsParams> {
        let uri = self.order.pop_front()?;
        self.diagnostics.remove(&uri)
    }

    fn unwritten(&self) -> usize {
        self.messages.len() + self.writing
    }

    fn has_room(&self) -> bool {
        self.unwritten() == 0 || (self.unwritten() + self.owed < MAX_MESSAGES && self.bytes < MAX_BYTES)
    }

    fn is_idle(&self) -> bool {
        self.unwritten() == 0 && self.owed == 0 && self.order.is_empty()
    }
}

/// A request that is not answered yet.
#[derive(Debug)]
pub(super) struct Owed(Outbox);

impl Owed {
    /// Answer it.
    pub(super) fn answer(self, response: &impl Serialize) {
        self.0.push(response);
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        waiting.owed = waiting.owed.saturating_sub(1);
        drop(waiting);
        self.0.0.eased.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::AsyncReadExt;
    use tokio::time::timeout;

    use super::*;

    fn diagnostics(uri: &str, version: i32) -> PublishDiagnosticsParams {
        PublishDiagnosticsParams::new(Uri(uri.into()), Some(version), Vec::new())
    }

    /// How many messages wait, and how many documents' diagnostics.
    fn waiting(outbox: &Outbox) -> (usize, usize) {
        let waiting = outbox.waiting();
        assert_eq!(waiting.order.len(), waiting.diagnostics.len());
        (waiting.messages.len(), waiting.order.len())
    }

    #[test]
    fn of_the_diagnostics_of_a_document_only_the_latest_wait() {
        let outbox = Outbox::new();
        for version in 0..5_000 {
            outbox.publish(diagnostics("file:///a", version));
            outbox.publish(diagnostics("file:///b", version));
        }
        assert_eq!(waiting(&outbox), (0, 2));
        let text = String::from_utf8(outbox.take()).unwrap();
        assert_eq!(text.matches("Content-Length").count(), 2);
        assert_eq!(text.matches("\"version\":4999").count(), 2);
        assert!(outbox.take().is_empty());
    }

    #[test]
    fn diagnostics_that_the_server_sends_as_a_notification_are_no_exception() {
        let outbox = Outbox::new();
        for version in 0..10 {
            let params = serde_json::to_value(diagnostics("file:///a", version)).unwrap();
            outbox.push_call(&Request::build("textDocument/publishDiagnostics").params(params).finish());
        }
        assert_eq!(waiting(&outbox), (0, 1));
    }

    #[test]
    fn messages_and_diagnostics_take_turns_and_messages_go_first() {
        let outbox = Outbox::new();
        outbox.publish(diagnostics("d1", 0));
        outbox.publish(diagnostics("d2", 0));
        for text in ["m1", "m2", "m3"] {
            outbox.push(&text);
        }
        let text = String::from_utf8(outbox.take()).unwrap();
        let places = ["m1", "d1", "m2", "d2", "m3"].map(|word| text.find(&format!("\"{word}\"")).unwrap());
        assert!(places.is_sorted(), "{text}");
    }

    #[tokio::test]
    async fn room_ends_at_the_bound_and_comes_back_when_the_client_reads() {
        let outbox = Outbox::new();
        let (ours, mut theirs) = tokio::io::duplex(64);
        let writer = tokio::spawn(outbox.clone().write_to(ours));
        for _ in 0..MAX_MESSAGES {
            outbox.push(&"something to read");
        }
        assert!(timeout(Duration::from_millis(50), outbox.room()).await.is_err());
        let reading = tokio::spawn(async move { theirs.read_to_end(&mut Vec::new()).await });
        timeout(Duration::from_secs(5), outbox.room()).await.unwrap();
        timeout(Duration::from_secs(5), outbox.idle()).await.unwrap();
        writer.abort();
        reading.abort();
    }

    #[tokio::test]
    async fn requests_under_way_count_only_when_the_client_does_not_read() {
        let outbox = Outbox::new();
        let owed: Vec<Owed> = (0..2 * MAX_MESSAGES).map(|_| outbox.owe()).collect();
        timeout(Duration::from_secs(1), outbox.room()).await.unwrap();
        outbox.push(&"unread");
        assert!(timeout(Duration::from_millis(20), outbox.room()).await.is_err());
        drop(owed);
        timeout(Duration::from_secs(1), outbox.room()).await.unwrap();
    }
}
