//! The language server: a rim. The only place that knows the protocol, its types and its runtime.
//!
//! Messages come in the order of the wire. What changes the workspace does so before it first waits; a request takes
//! its snapshot before it first waits, and then computes elsewhere. So every answer belongs to its place in the order.

mod drill;
mod frame;
mod from_proto;
mod message;
mod outbox;
mod parent;
mod projects;
mod publish;
mod server;
mod settings;
mod strict;
mod support;
mod to_proto;
mod transport;
mod uri;

pub use outbox::Outbox;
pub use parent::watch_parent;
pub use server::Server;
pub use transport::{Ended, Why, serve};

use tower_lsp::LspService;

/// Serves one client over standard input and output until it leaves; the exit code.
///
/// # Errors
///
/// When the runtime cannot be started.
pub fn run() -> std::io::Result<i32> {
    std::panic::set_hook(Box::new(|panic| {
        // The words of a panic may hold text of a document: they go to the log alone.
        tracing::debug!(%panic, "panic");
        tracing::error!("a request panicked; it is answered with an error");
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(server::TURNS + 8)
        .enable_all()
        .build()?;
    let ended = runtime.block_on(async {
        let (service, socket, outbox) = service();
        serve(service, socket, outbox, tokio::io::stdin(), tokio::io::stdout()).await
    });
    runtime.shutdown_background();
    Ok(ended.code())
}

/// A server for one client, and what its transport needs.
#[must_use]
pub fn service() -> (LspService<Server>, tower_lsp::ClientSocket, Outbox) {
    let outbox = Outbox::new();
    let (service, socket) = drill::add(LspService::build(|client| Server::new(client, outbox.clone()))).finish();
    (service, socket, outbox)
}
