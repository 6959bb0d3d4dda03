//! The one integration-test binary.

mod export;
mod load;
mod store;
