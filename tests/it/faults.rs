//! A disk and a machine that fail at any moment: at the N-th call that changes a file the program is killed, the
//! call fails, or the power goes. The calls are counted, so nothing here depends on time.
//!
//! Few points of each command are tried unless `CHANCERY_FAULT_POINTS` says how many, or `all`.

mod cases;
mod disk;
mod failing;
mod killed;
mod outside;
mod power;
mod reading;
mod reports;
mod together;
