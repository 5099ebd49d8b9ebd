//! What lies between one piece of text and the next.

use super::matrix::Matrix;

/// Where the last piece ended.
#[derive(Default)]
pub(super) struct Pen {
    last: Option<(f64, f64)>,
    /// It ended with a space.
    pub(super) is_spaced: bool,
    /// The next piece is in another window.
    pub(super) is_apart: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    None,
    /// As wide as between words.
    Space,
    /// As wide as between columns.
    Column,
    Line,
}

impl Pen {
    pub(super) fn set(&mut self, place: &Matrix) {
        let [.., x, y] = place.0;
        self.last = Some((x, y));
    }

    /// The gap before a piece at `place`, in letters of `size`.
    pub(super) fn gap(&mut self, place: &Matrix, size: f64) -> Gap {
        let is_apart = core::mem::take(&mut self.is_apart);
        match self.distance(place, size) {
            Gap::None | Gap::Space if is_apart && self.last.is_some() => Gap::Column,
            gap => gap,
        }
    }

    fn distance(&self, place: &Matrix, size: f64) -> Gap {
        let [a, b, c, d, x, y] = place.0;
        let Some((last_x, last_y)) = self.last else {
            return Gap::None;
        };
        let (x, y) = (x - last_x, y - last_y);
        // Along the line of writing and across it, in squares: no roots are needed.
        let (along, across) = (x * a + y * b, x * c + y * d);
        let (wide, high) = ((a * a + b * b) * size.abs(), (c * c + d * d) * size.abs());
        if !(wide > 0.0 && high > 0.0) {
            return Gap::Space;
        }
        let (along, across) = (along / wide, across / high);
        if across.abs() > 0.6 || along < -2.0 {
            Gap::Line
        } else if self.is_spaced && along < 1.0 {
            Gap::None
        } else if along > 2.5 {
            Gap::Column
        } else if !(-0.6..=0.18).contains(&along) {
            Gap::Space
        } else {
            Gap::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, Matrix, Pen};

    #[test]
    fn what_lies_between_pieces_is_told_by_their_distance() {
        let mut pen = Pen::default();
        assert_eq!(pen.gap(&Matrix::moved(5.0, 5.0), 10.0), Gap::None);
        pen.set(&Matrix::moved(100.0, 700.0));
        for (x, y, gap) in [
            (100.5, 700.0, Gap::None),
            (103.0, 700.0, Gap::Space),
            (140.0, 700.0, Gap::Column),
            (20.0, 700.0, Gap::Line),
            (100.0, 688.0, Gap::Line),
            (100.5, 703.0, Gap::None),
        ] {
            assert_eq!(pen.gap(&Matrix::moved(x, y), 10.0), gap, "{x} {y}");
        }
    }
}
