//! The check sum of ZIP and gzip: CRC-32 (RFC 1952, section 8).

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut rest: &mut [u32] = &mut table;
    let mut number = 0_u32;
    while let Some((entry, after)) = rest.split_first_mut() {
        let mut value = number;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 {
                0xedb8_8320 ^ value >> 1
            } else {
                value >> 1
            };
            bit += 1;
        }
        *entry = value;
        number += 1;
        rest = after;
    }
    table
}

/// A sum over bytes in any pieces.
pub(crate) struct Crc(u32);

impl Crc {
    pub(crate) const fn new() -> Self {
        Self(u32::MAX)
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| {
            let at = (sum as u8 ^ byte) as usize;
            TABLE.get(at).copied().unwrap_or_default() ^ sum >> 8
        });
    }

    pub(crate) const fn sum(&self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Crc;

    #[test]
    fn the_sum_is_that_of_the_catalogue() {
        let mut crc = Crc::new();
        crc.add(b"1234");
        crc.add(b"56789");
        assert_eq!(crc.sum(), 0xcbf4_3926);
    }
}
