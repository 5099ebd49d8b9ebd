//! Numbers that look random and are the same for the same seed (SplitMix64).

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `from` to `to`, both included.
    pub fn within(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from + 1)
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.within(0, of.len() as u64 - 1);
        &of[at as usize]
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.within(1, 100) <= percent
    }

    pub fn letters(&mut self, alphabet: &str, count: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..count).map(|_| *self.one(&alphabet)).collect()
    }

    pub fn digits(&mut self, count: usize) -> String {
        self.letters("0123456789", count)
    }

    /// Digits of which the first is no 0.
    pub fn number(&mut self, count: usize) -> String {
        let first = self.letters("123456789", 1);
        first + &self.digits(count - 1)
    }

    /// Year, month, day.
    pub fn day(&mut self, from: u64, to: u64) -> (u64, u64, u64) {
        (
            self.within(from, to),
            self.within(1, 12),
            self.within(1, 28),
        )
    }
}
