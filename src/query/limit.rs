//! Rows up to a limit, which know whether they were cut.

use super::rows::{Column, Rows, Value};
use crate::Result;

/// The first rows of others.
pub struct Limited<'a> {
    rows: &'a mut dyn Rows,
    most: Option<u64>,
    given: u64,
    is_done: bool,
}

impl<'a> Limited<'a> {
    /// At most `most` of `rows`; all of them when that is `None`.
    pub fn new(rows: &'a mut dyn Rows, most: Option<u64>) -> Self {
        Self { rows, most, given: 0, is_done: false }
    }

    /// How many rows were given so far.
    #[must_use]
    pub fn given(&self) -> u64 {
        self.given
    }
}

impl Rows for Limited<'_> {
    fn columns(&self) -> &[Column] {
        self.rows.columns()
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        if self.is_done || self.most.is_some_and(|most| self.given >= most) {
            return Ok(None);
        }
        let row = self.rows.next_row()?;
        match row {
            Some(_) => self.given += 1,
            None => self.is_done = true,
        }
        Ok(row)
    }

    /// How many rows lie beyond the limit.
    fn count_rest(&mut self) -> Result<u64> {
        if self.is_done {
            return Ok(0);
        }
        self.is_done = true;
        self.rows.count_rest()
    }
}

#[cfg(test)]
mod tests {
    use super::Limited;
    use crate::Result;
    use crate::query::rows::{Column, Rows, Value};

    struct Numbers(i64, [Value; 1]);

    impl Rows for Numbers {
        fn columns(&self) -> &[Column] {
            &[]
        }

        fn next_row(&mut self) -> Result<Option<&[Value]>> {
            if self.0 == 0 {
                return Ok(None);
            }
            self.1 = [Value::Integer(self.0)];
            self.0 -= 1;
            Ok(Some(&self.1))
        }
    }

    #[test]
    fn the_rest_is_what_was_not_given() {
        for (rows, most, given, rest) in
            [(5, Some(2), 2, 3), (2, Some(2), 2, 0), (1, Some(2), 1, 0), (5, None, 5, 0), (5, Some(0), 0, 5)]
        {
            let mut numbers = Numbers(rows, [Value::Null]);
            let mut limited = Limited::new(&mut numbers, most);
            while limited.next_row().unwrap().is_some() {}
            assert_eq!((limited.given(), limited.count_rest().unwrap()), (given, rest), "{most:?} of {rows}");
            assert_eq!(limited.next_row().unwrap(), None);
        }
    }
}
