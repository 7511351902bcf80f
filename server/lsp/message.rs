//! What a JSON value that came over the wire is: a call, a reply to one of ours, or neither.

use std::borrow::Cow;

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// A message that has come in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request, or a notification when it has no id.
    Call(Request),
    /// The client's answer to a request of ours.
    Reply(Response),
    /// None of these.
    Fault(Fault),
}

/// What is wrong with what came, and whom to tell.
#[derive(Debug)]
pub(super) struct Fault {
    /// The id of the request it was meant to be, or null.
    pub(super) id: Id,
    /// What is wrong, in the protocol's numbers.
    pub(super) code: ErrorCode,
    /// What is wrong, in words.
    pub(super) why: String,
}

impl Fault {
    /// It could not be read at all.
    pub(super) fn unreadable(why: &str) -> Self {
        Self { id: Id::Null, code: ErrorCode::ParseError, why: why.to_owned() }
    }

    /// It is JSON, but no message.
    fn invalid(id: Id, why: &str) -> Self {
        Self { id, code: ErrorCode::InvalidRequest, why: why.to_owned() }
    }

    /// The answer to it.
    pub(super) fn response(self) -> Response {
        Response::from_error(self.id, error(self.code, self.why))
    }
}

/// An error with our own words.
pub(super) fn error(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Error {
    Error { code, message: message.into(), data: None }
}

/// Tell what `value` is.
pub(super) fn read(value: Value) -> Incoming {
    match value {
        Value::Object(object) => read_object(object).unwrap_or_else(Incoming::Fault),
        Value::Array(_) => Incoming::Fault(Fault::invalid(Id::Null, "batches are not part of the protocol")),
        _ => Incoming::Fault(Fault::invalid(Id::Null, "a message is an object")),
    }
}

/// The id that `value` bears, if it is a request; null otherwise.
pub(super) fn id_of(value: &Value) -> Id {
    value.get("method").and_then(|_| read_id(value.get("id")?)).unwrap_or_default()
}

fn read_object(mut object: Map<String, Value>) -> Result<Incoming, Fault> {
    let Some(method) = object.remove("method") else { return read_reply(object) };
    let id = object.get("id").map(read_id);
    let known = id.clone().flatten().unwrap_or_default();
    let Value::String(method) = method else { return Err(Fault::invalid(known, "`method` is not a string")) };
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err(Fault::invalid(known, "`jsonrpc` is not \"2.0\""));
    }
    let mut call = Request::build(method);
    if let Some(id) = id {
        call = call.id(id.ok_or_else(|| Fault::invalid(Id::Null, "`id` is neither an integer nor a string"))?);
    }
    if let Some(params) = object.remove("params") {
        call = call.params(params);
    }
    Ok(Incoming::Call(call.finish()))
}

/// A reply; one with a broken error still wakes the one who waits for it.
fn read_reply(mut object: Map<String, Value>) -> Result<Incoming, Fault> {
    let Some(id) = object.get("id").and_then(read_id) else {
        return Err(Fault::invalid(Id::Null, "neither a request nor a reply"));
    };
    let body = match (object.remove("error"), object.remove("result")) {
        (None | Some(Value::Null), Some(result)) => Ok(result),
        (Some(Value::Null), None) => Ok(Value::Null),
        (Some(broken), _) => Err(serde_json::from_value(broken).unwrap_or_else(|_| Error::internal_error())),
        (None, None) => return Err(Fault::invalid(id, "a message without `method`, `result` and `error`")),
    };
    Ok(Incoming::Reply(Response::from_parts(id, body)))
}

fn read_id(value: &Value) -> Option<Id> {
    match value {
        Value::Number(number) => number.as_i64().map(Id::Number),
        Value::String(text) => Some(Id::String(text.clone())),
        Value::Null => Some(Id::Null),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(value: Value) -> (i64, Id) {
        match read(value) {
            Incoming::Fault(fault) => (fault.code.code(), fault.id),
            other => panic!("not a fault: {other:?}"),
        }
    }

    fn reply(value: Value) -> Response {
        match read(value) {
            Incoming::Reply(reply) => reply,
            other => panic!("not a reply: {other:?}"),
        }
    }

    #[test]
    fn what_is_no_message_is_told_so_under_its_id() {
        assert_eq!(fault(json!([])), (-32600, Id::Null));
        assert_eq!(fault(json!([{"jsonrpc": "2.0", "id": 1, "method": "x"}])), (-32600, Id::Null));
        assert_eq!(fault(json!(7)), (-32600, Id::Null));
        assert_eq!(fault(json!({})), (-32600, Id::Null));
        assert_eq!(fault(json!({"jsonrpc": "2.0", "id": 4})), (-32600, Id::Number(4)));
        assert_eq!(fault(json!({"id": "a", "method": "x"})), (-32600, Id::String("a".into())));
        assert_eq!(fault(json!({"jsonrpc": "1.0", "id": 2, "method": "x"})), (-32600, Id::Number(2)));
        assert_eq!(fault(json!({"jsonrpc": "2.0", "id": 2, "method": 5})), (-32600, Id::Number(2)));
        assert_eq!(fault(json!({"jsonrpc": "2.0", "id": {}, "method": "x"})), (-32600, Id::Null));
        assert_eq!(fault(json!({"jsonrpc": "2.0", "id": 1.5, "method": "x"})), (-32600, Id::Null));
    }

    #[test]
    fn calls_keep_id_and_params() {
        let Incoming::Call(call) = read(json!({"jsonrpc": "2.0", "id": 9, "method": "x", "params": [1]})) else {
            panic!("not a call");
        };
        assert_eq!((call.method(), call.id(), call.params()), ("x", Some(&Id::Number(9)), Some(&json!([1]))));
        let Incoming::Call(call) = read(json!({"jsonrpc": "2.0", "method": "x"})) else { panic!("not a call") };
        assert_eq!((call.id(), call.params()), (None, None));
    }

    #[test]
    fn replies_of_every_shape_reach_the_one_who_waits() {
        assert_eq!(reply(json!({"id": 1, "result": null})).result(), Some(&Value::Null));
        assert_eq!(reply(json!({"id": 1, "result": 5, "error": null})).result(), Some(&json!(5)));
        assert_eq!(reply(json!({"id": 1, "error": null})).result(), Some(&Value::Null));
        assert!(reply(json!({"id": 1, "error": "what"})).is_error());
        let refused = reply(json!({"id": 1, "error": {"code": -32601, "message": "no"}}));
        assert_eq!(refused.error().map(|error| error.code), Some(ErrorCode::MethodNotFound));
    }
}
