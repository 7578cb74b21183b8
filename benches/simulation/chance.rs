//! Chance from a seed: the same numbers in every run (SplitMix64).

#[derive(Clone)]
pub struct Chance(u64);

impl Chance {
    /// Chance of its own for one thing, so that what happens to others does not change it.
    pub fn of(seed: u64, thing: u64) -> Self {
        let mut chance = Self(seed ^ thing.wrapping_mul(0xd134_2543_de82_ef95));
        chance.next();
        chance
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        let thousandths = i32::try_from(self.next() % 1_000_000).unwrap_or(0);
        f64::from(thousandths) / 1_000_000.0
    }

    /// Whether something happens that happens so often.
    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A number from `least` to below `most`.
    pub fn within(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least).unwrap_or(1).max(1);
        least + i64::try_from(self.next() % width).unwrap_or(0)
    }

    /// One of some things.
    pub fn one<T: Copy>(&mut self, things: &[T]) -> T {
        let length = u64::try_from(things.len()).unwrap_or(1);
        things[usize::try_from(self.next() % length).unwrap_or(0)]
    }
}
