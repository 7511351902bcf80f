//! Whatever a client does, the next request is answered: every fault is done to the real program, over real pipes.

mod client;
mod configuration;
mod documents;
mod edits;
mod frames;
mod lifecycle;
mod load;
mod messages;
mod model;
mod places;
mod text;
mod uris;
