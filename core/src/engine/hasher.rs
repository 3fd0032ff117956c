//! A hasher for ids: sixteen bytes that are random or nearly so, looked up several times for each transfer.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Two folded multiplications keyed by the process's own randomness, so that a caller who chooses ids cannot
/// choose where they fall. No result depends on the order of a map.
#[derive(Clone, Debug)]
pub(super) struct KeyHasher {
    key: u64,
    state: u64,
}

impl Default for KeyHasher {
    fn default() -> Self {
        let key = RandomState::new().hash_one(0_u8) | 1;
        Self { key, state: key }
    }
}

impl BuildHasher for KeyHasher {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        self.clone()
    }
}

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        folded(self.state, self.key)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.state = folded(self.state ^ word, self.key.rotate_left(23) ^ 0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, _: usize) {
        // The length of an id: always the same.
    }
}

/// Both halves of the product.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    let [low, high] = [product & u128::from(u64::MAX), product >> 64];
    u64::try_from(low ^ high).unwrap_or(0)
}
