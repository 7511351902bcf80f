//! The transport: bytes in, calls of the service in the order of the wire, bytes out.
//!
//! Four tasks, none of which can hold up another for good:
//!
//! ```text
//! input ─→ reader ─→ backlog ─→ dispatcher ─→ service.call, polled once ─→ spawned when it is pending ─┐
//!            └─ replies to our requests ─→ whoever waits for them                                      │
//! output ←─ writer ←───────────────────────── outbox ←─ pump ←─ the server's own requests    ←─────────┘
//! ```
//!
//! Everything a handler does before its first await happens in wire order. Replies overtake the backlog. When the
//! client does not read, the dispatcher pauses; when the backlog is full too, the reader does. `exit`, the end of
//! the input, the end of the output and the death of the parent end it, whatever else goes on.

use std::any::Any;
use std::fmt::Display;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, Stream, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tower::Service;
use tower_lsp::ClientSocket;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tracing::{debug, error, info, warn};

use super::frame::{Decoder, Frame};
use super::message::{self, Fault, Incoming};
use super::outbox::{Outbox, Owed};
use super::parent::watch_parent;
use super::strict::is_broken_change;

/// How long what is still owed may take after an `exit` that comes out of the blue.
const EXIT_GRACE: Duration = Duration::from_millis(100);
/// How long what is still owed may take after the end of the input, and after an `exit` that was announced: a client
/// that sent a whole session at once wants all of its answers.
const CLOSE_GRACE: Duration = Duration::from_secs(1);
/// How many bytes of calls may wait for the dispatcher before the reader waits.
const BACKLOG: u32 = 16 << 20;
/// What a call takes beside its bytes.
const OVERHEAD: u32 = 1 << 10;
/// How much is read at once.
const CHUNK: usize = 64 << 10;
/// As much of a panic's words is told to the client.
const PANIC_WORDS: usize = 200;

/// How serving came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What ended it.
    pub why: Why,
    /// Whether the client had asked for `shutdown`, as it should.
    pub after_shutdown: bool,
}

/// What ended serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The `exit` notification.
    Exit,
    /// Nothing more can be read.
    InputClosed,
    /// Nothing more can be written.
    OutputClosed,
    /// The process that `initialize` named is dead.
    ParentGone,
    /// A fault of ours.
    Broken,
}

impl Ended {
    /// The exit code that the protocol asks for.
    #[must_use]
    pub fn code(self) -> i32 {
        i32::from(!self.after_shutdown)
    }
}

/// Serve one client until it ends. Handlers may still be running then: the process is meant to end at once.
pub async fn serve<S, I, O>(service: S, socket: ClientSocket, outbox: Outbox, input: I, output: O) -> Ended
where
    S: Service<Request, Response = Option<Response>> + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Display + Send + 'static,
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin + Send + 'static,
{
    let (calls, replies) = socket.split();
    let (backlog, queue) = Backlog::new();
    let (parent, parent_named) = watch::channel(None);
    let mut writer = Background::spawn(write(outbox.clone(), output));
    let _pump = Background::spawn(pump(calls, outbox.clone()));
    let _dispatcher = Background::spawn(Dispatcher::new(service, outbox.clone()).run(queue));
    let mut reader = Reader { backlog, replies, parent, initialized: false, shut_down: false };
    let why = tokio::select! {
        why = reader.run(input) => why,
        () = writer.ended() => Why::OutputClosed,
        () = parent_gone(parent_named) => Why::ParentGone,
    };
    let grace = match why {
        Why::Exit if !reader.shut_down => EXIT_GRACE,
        Why::Exit | Why::InputClosed => CLOSE_GRACE,
        _ => Duration::ZERO,
    };
    tokio::select! {
        () = async { reader.backlog.done().await; outbox.idle().await } => {}
        () = writer.ended() => {}
        () = tokio::time::sleep(grace) => {}
    }
    info!(?why, after_shutdown = reader.shut_down, "serving ends");
    Ended { why, after_shutdown: reader.shut_down }
}

/// A task that ends when this is dropped.
struct Background(JoinHandle<()>);

impl Background {
    fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(tokio::spawn(task))
    }

    async fn ended(&mut self) {
        if !self.0.is_finished() {
            let _ = (&mut self.0).await;
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn write(outbox: Outbox, output: impl AsyncWrite + Unpin) {
    if let Err(error) = outbox.write_to(output).await {
        warn!("the client cannot be written to: {error}");
    }
}

/// Take the server's own requests and notifications to the outbox, as fast as the client reads.
async fn pump(mut calls: impl Stream<Item = Request> + Unpin, outbox: Outbox) {
    while let Some(call) = calls.next().await {
        outbox.room().await;
        outbox.push_call(&call);
    }
    std::future::pending::<()>().await;
}

async fn parent_gone(mut named: watch::Receiver<Option<u32>>) {
    let pid = named.wait_for(Option::is_some).await.ok().and_then(|pid| *pid);
    match pid {
        Some(pid) => watch_parent(pid).await,
        None => std::future::pending().await,
    }
}

/// What was read and waits to be dispatched.
struct Backlog {
    sender: mpsc::UnboundedSender<(Incoming, OwnedSemaphorePermit)>,
    /// One permit for each byte that may wait: this is the bound, not the number of messages.
    free: Arc<Semaphore>,
}

type Queue = mpsc::UnboundedReceiver<(Incoming, OwnedSemaphorePermit)>;

impl Backlog {
    fn new() -> (Self, Queue) {
        let (sender, queue) = mpsc::unbounded_channel();
        (Self { sender, free: Arc::new(Semaphore::new(BACKLOG as usize)) }, queue)
    }

    /// Put it at the end, as soon as there is room; `false` when nobody takes from the other end.
    async fn push(&self, incoming: Incoming, size: usize) -> bool {
        let size = u32::try_from(size).unwrap_or(BACKLOG).saturating_add(OVERHEAD).min(BACKLOG);
        match Arc::clone(&self.free).acquire_many_owned(size).await {
            Ok(permit) => self.sender.send((incoming, permit)).is_ok(),
            Err(_) => false,
        }
    }

    /// Wait until all is dispatched.
    async fn done(&self) {
        let _ = self.free.acquire_many(BACKLOG).await;
    }
}

/// Reads frames and passes them on: calls to the backlog, replies to those who wait for them.
struct Reader<R> {
    backlog: Backlog,
    replies: R,
    /// Where the process to watch is named.
    parent: watch::Sender<Option<u32>>,
    initialized: bool,
    shut_down: bool,
}

impl<R: SinkExt<Response> + Unpin> Reader<R> {
    async fn run(&mut self, mut input: impl AsyncRead + Unpin) -> Why {
        let mut decoder = Decoder::default();
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = match input.read(&mut chunk).await {
                Ok(0) => return Why::InputClosed,
                Ok(count) => count,
                Err(error) => {
                    warn!("the client cannot be read from: {error}");
                    return Why::InputClosed;
                }
            };
            decoder.feed(chunk.get(..count).unwrap_or_default());
            while let Some(frame) = decoder.next_frame() {
                if let Some(why) = self.pass_on(frame).await {
                    return why;
                }
            }
        }
    }

    async fn pass_on(&mut self, frame: Result<Frame, Fault>) -> Option<Why> {
        let (incoming, size) = match frame {
            Ok(Frame { value, size }) => (message::read(value), size),
            Err(fault) => (Incoming::Fault(fault), 0),
        };
        let incoming = match incoming {
            Incoming::Call(call) if call.method() == "exit" => return Some(Why::Exit),
            Incoming::Reply(reply) => {
                let _ = self.replies.send(reply).await; // never waits: it wakes the one who asked
                return None;
            }
            other => other,
        };
        self.note(&incoming);
        (!self.backlog.push(incoming, size).await).then_some(Why::Broken)
    }

    /// Remember what the exit code and the watch over the parent need.
    fn note(&mut self, incoming: &Incoming) {
        let Incoming::Call(call) = incoming else { return };
        match call.method() {
            "initialize" if call.id().is_some() && !self.initialized => {
                self.initialized = true;
                let pid = call.params().and_then(|params| params.get("processId")).and_then(Value::as_u64);
                self.parent.send_replace(pid.and_then(|pid| u32::try_from(pid).ok()).filter(|&pid| pid != 0));
            }
            "shutdown" if call.id().is_some() => self.shut_down |= self.initialized,
            _ => {}
        }
    }
}

/// What the client may ask for now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Ready,
    ShutDown,
}

impl Stage {
    /// Why this request is not for now, if so.
    fn refuse(self, method: &str) -> Option<Error> {
        let (code, why) = match self {
            Self::New if method != "initialize" => (ErrorCode::ServerError(-32002), "`initialize` comes first"),
            Self::Ready if method == "initialize" => (ErrorCode::InvalidRequest, "`initialize` comes only once"),
            Self::ShutDown => (ErrorCode::InvalidRequest, "after `shutdown` only `exit` may come"),
            _ => return None,
        };
        Some(message::error(code, why))
    }
}

/// The one task that calls the service.
struct Dispatcher<S> {
    service: S,
    outbox: Outbox,
    stage: Stage,
    running: JoinSet<()>,
}

/// A handler's future, its panics caught.
type Running = Pin<Box<dyn Future<Output = Result<Option<Response>, Error>> + Send>>;

impl<S> Dispatcher<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Display + Send + 'static,
{
    fn new(service: S, outbox: Outbox) -> Self {
        Self { service, outbox, stage: Stage::New, running: JoinSet::new() }
    }

    /// Dispatch one after the other; the permit of each is given back when that is done.
    async fn run(mut self, mut queue: Queue) {
        while let Some((incoming, _permit)) = queue.recv().await {
            match incoming {
                Incoming::Fault(fault) => self.complain(fault).await,
                Incoming::Reply(_) => {} // the reader keeps these
                Incoming::Call(call) => match call.id().cloned() {
                    Some(id) => self.request(call, id).await,
                    None => self.notification(call).await,
                },
            }
            while self.running.try_join_next().is_some() {}
        }
    }

    async fn complain(&mut self, fault: Fault) {
        warn!(code = fault.code.code(), "not a message: {}", fault.why);
        self.outbox.room().await;
        self.outbox.push(&fault.response());
    }

    async fn notification(&mut self, call: Request) {
        if self.stage != Stage::Ready || matches!(call.method(), "initialize" | "shutdown") {
            debug!("`{}` is dropped: not now", call.method());
            return;
        }
        if is_broken_change(&call) {
            warn!("a change is dropped: its range is none");
            return;
        }
        let method = call.method().to_owned();
        let running = self.start(call).await;
        self.finish(running.map(move |outcome| {
            if let Err(error) = outcome {
                warn!(code = error.code.code(), "`{method}` failed");
            }
        }))
        .await;
    }

    async fn request(&mut self, call: Request, id: Id) {
        self.outbox.room().await;
        if let Some(error) = self.stage.refuse(call.method()) {
            return self.outbox.push(&Response::from_error(id, error));
        }
        let reply = Reply { owed: self.outbox.owe(), id, private: call.method().starts_with("$/") };
        match call.method() {
            "initialize" => self.initialize(call, reply).await,
            "shutdown" => {
                self.stage = Stage::ShutDown;
                let bare = Request::build("shutdown").id(reply.id.clone()).finish(); // some clients send params
                self.answer(bare, reply).await;
            }
            _ => self.answer(call, reply).await,
        }
    }

    /// Nothing may be handled before this is answered, so it is not run beside the rest.
    async fn initialize(&mut self, call: Request, reply: Reply) {
        let outcome = self.start(call).await.await;
        if matches!(&outcome, Ok(Some(response)) if response.is_ok()) {
            self.stage = Stage::Ready;
        }
        reply.send(outcome);
    }

    async fn answer(&mut self, call: Request, reply: Reply) {
        let running = self.start(call).await;
        self.finish(running.map(move |outcome| reply.send(outcome))).await;
    }

    /// Call the service. What it does at once is done when this returns.
    async fn start(&mut self, call: Request) -> Running {
        if let Err(error) = poll_fn(|context| self.service.poll_ready(context)).await {
            return Box::pin(std::future::ready(Err(refused(&error))));
        }
        match catch_unwind(AssertUnwindSafe(|| self.service.call(call))) {
            Ok(called) => Box::pin(AssertUnwindSafe(called).catch_unwind().map(|outcome| match outcome {
                Ok(answered) => answered.map_err(|error| refused(&error)),
                Err(panic) => Err(panicked(panic.as_ref())),
            })),
            Err(panic) => Box::pin(std::future::ready(Err(panicked(panic.as_ref())))),
        }
    }

    /// Poll once, here and in wire order; what is not ready then goes on beside us.
    async fn finish(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        let mut task = Box::pin(task);
        let first = poll_fn(|context| Poll::Ready(task.as_mut().poll(context)));
        if tokio::task::unconstrained(first).await.is_pending() {
            self.running.spawn(task);
        }
    }
}

/// The answer that a request waits for.
struct Reply {
    owed: Owed,
    id: Id,
    /// A method that begins with `$/`: the service forgets to answer those it does not know.
    private: bool,
}

impl Reply {
    fn send(self, outcome: Result<Option<Response>, Error>) {
        let response = match outcome {
            Ok(Some(response)) => response,
            Ok(None) if self.private => Response::from_error(self.id, Error::method_not_found()),
            Ok(None) => Response::from_error(self.id, Error::internal_error()),
            Err(error) => Response::from_error(self.id, error),
        };
        self.owed.answer(&response);
    }
}

fn refused(error: &impl Display) -> Error {
    message::error(ErrorCode::InvalidRequest, error.to_string())
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let words: String = words.unwrap_or("a handler panicked").chars().take(PANIC_WORDS).collect();
    error!("a handler panicked");
    debug!("its words: {words}");
    message::error(ErrorCode::InternalError, format!("internal error: {words}"))
}

#[cfg(test)]
mod tests;
