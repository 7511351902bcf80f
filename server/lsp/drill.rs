//! A fire drill: a request that panics because it is asked to, so that a test can see the server survive a panic.
//!
//! `staffwork/drill` is a method like any other, and is there only while the environment says `STAFFWORK_DRILL=1`. No
//! editor sets that; everybody else is told that there is no such method.

use super::server::Server;
use serde::{Deserialize, Serialize};
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;

const METHOD: &str = "staffwork/drill";
const VARIABLE: &str = "STAFFWORK_DRILL";

/// Where the panic is to come from.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Drill {
    panic: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    /// Where the message is dispatched.
    AtOnce,
    /// Where the handler goes on after it has waited.
    Later,
    /// Where documents are read and findings computed.
    Computing,
    /// Where the state of the server is being changed.
    HoldingTheState,
}

/// Adds the method if it is wanted.
pub(super) fn add(service: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    if std::env::var(VARIABLE).is_ok_and(|value| value == "1") {
        service.custom_method(METHOD, Server::drill)
    } else {
        service
    }
}

impl Server {
    async fn drill(&self, drill: Drill) -> Result<()> {
        match drill.panic {
            Place::AtOnce => panic_as_asked(),
            Place::Later => {
                tokio::task::yield_now().await;
                panic_as_asked()
            }
            Place::Computing => self.shared.compute(panic_as_asked).await?,
            Place::HoldingTheState => {
                let _held = self.shared.state();
                panic_as_asked()
            }
        }
    }
}

#[expect(clippy::panic, reason = "it is what was asked for")]
fn panic_as_asked() -> Result<()> {
    panic!("the words of a panic")
}
