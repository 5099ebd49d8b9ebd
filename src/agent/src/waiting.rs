//! What waits for an answer, by number?

/// Values that wait; a number is used again once its value was taken.
#[derive(Debug)]
pub struct Waiting<T>(Vec<Option<T>>);

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Waiting<T> {
    /// Nothing waits.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Lets `value` wait; the number is what wakes for it carry.
    pub fn put(&mut self, value: T) -> u32 {
        match self.0.iter_mut().position(|slot| slot.is_none()) {
            Some(free) => {
                if let Some(slot) = self.0.get_mut(free) {
                    *slot = Some(value);
                }
                free as u32
            }
            None => {
                self.0.push(Some(value));
                self.0.len() as u32 - 1
            }
        }
    }

    /// Takes what waits under `number`.
    pub fn take(&mut self, number: u32) -> Option<T> {
        self.0.get_mut(number as usize).and_then(Option::take)
    }
}

#[cfg(test)]
mod tests {
    use super::Waiting;

    #[test]
    fn what_waits_is_taken_once_and_its_number_used_again() {
        let mut waiting = Waiting::new();
        let (first, second) = (waiting.put('a'), waiting.put('b'));
        assert_eq!(waiting.take(first), Some('a'));
        assert_eq!(waiting.take(first), None);
        assert_eq!(waiting.put('c'), first);
        assert_eq!(waiting.take(second), Some('b'));
        assert_eq!(waiting.take(99), None);
    }
}
