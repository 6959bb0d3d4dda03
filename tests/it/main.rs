//! The one integration-test binary.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test ends the test")]

mod environment;

mod cli_channels;
mod cli_frame;
mod cli_pages;
mod cli_schema;
mod cli_show;
mod cli_status;
mod export;
mod load;
mod store;
