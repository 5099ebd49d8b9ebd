//! Days of the calendar.

/// Whether there is such a day. `year` may have two digits; then February has 29 days when either century has.
#[inline(never)]
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = if year < 100 {
        year.is_multiple_of(4)
    } else {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn leap_years_are_the_calendars() {
        assert!(is_day(2000, 2, 29) && is_day(0, 2, 29) && is_day(2024, 2, 29));
        assert!(!is_day(1900, 2, 29) && !is_day(2023, 2, 29) && !is_day(99, 2, 29));
        assert!(!is_day(2024, 13, 1) && !is_day(2024, 4, 31) && !is_day(2024, 1, 0));
    }
}
