//! A hasher for keys made of the store's own ids. These ascend in the order in which things are first met, so
//! nobody who writes a post can choose them to collide, and the standard hasher's guard against that, which
//! costs more than the counting, is not needed.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes the hashers of a map by ids.
pub(super) type ByIds = BuildHasherDefault<IdHasher>;

/// Multiplies and rotates, as FxHash of the Rust compiler does.
#[derive(Debug, Default)]
pub(super) struct IdHasher(u64);

impl IdHasher {
    fn add(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0xF135_7AEA_2E62_A9C5).rotate_left(26);
    }
}

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.add(u64::from(*byte)));
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_i32(&mut self, value: i32) {
        self.add(u64::from(value.cast_unsigned()));
    }

    fn write_i64(&mut self, value: i64) {
        self.add(value.cast_unsigned());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::BuildHasher;

    use super::ByIds;

    /// The table of the standard library takes the place of an entry from the lowest bits of its hash.
    #[test]
    fn ids_in_a_row_spread_over_the_lowest_bits() {
        let hasher = ByIds::default();
        for step in [1, 2, 64, 4096] {
            let places: HashSet<u64> = (0..1024_i64)
                .map(|id| hasher.hash_one((0_u8, id * step, 24_000_i32, 1_i64, false)) % 1024)
                .collect();
            assert!(places.len() > 512, "{step}: {}", places.len());
        }
    }
}
