//! Rows to text: one file for each output format. A renderer sees columns and rows only.
