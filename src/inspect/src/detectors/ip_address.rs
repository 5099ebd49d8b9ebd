//! IP addresses of version 4 and 6. Source: RFC 791; RFC 4291, 2.2; prefix lengths RFC 4632.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::IpAddress,
    trust: Trust::Shaped,
    strength: 5,
    keywords: "ip,ipv4,ipv6,host,server,address,remote addr*,gateway,dns,ping,subnet,ip adresse,ssh,addr,src,dst,\
        firewall,listen",
    starts: &[
        Start::Digits(1, 3, v4),
        Start::Sign(b':', v6),
        Start::Sign(b'@', login),
    ],
};

fn v4(view: &View<'_>) -> Option<Found> {
    let (end, small) = octets(view, view.at)?;
    let after = view.byte(end);
    let longer = after == b'.' && view.byte(end + 1).is_ascii_digit();
    let word = crate::reading::is_word(after)
        || (after == b'-' && view.byte(end + 1).is_ascii_alphanumeric());
    let host = view.before(view.at) == b'/' && view.is_at(view.at.saturating_sub(3), b"://");
    if longer || word || view.before(view.at) == b'v' || view.before(view.at) == b'-' {
        return None;
    }
    let port = after == b':' && view.byte(end + 1).is_ascii_digit();
    // What routers and containers are given first.
    let small = small && !view.is_at(view.at, b"10.0.0.");
    let end = prefix(view, end, 2);
    // Chapters and versions have small numbers.
    Some(Found::new(
        view.at,
        end,
        if small && !host && !port {
            Grade::NONE_HIGH
        } else {
            Grade::MEDIUM_HIGH
        },
    ))
}

/// `user@10.20.30.40`.
fn login(view: &View<'_>) -> Option<Found> {
    v4(&View {
        at: view.at + 1,
        ..*view
    })
}

/// Where four numbers up to 255 end, and whether all of them are small and not the same.
fn octets(view: &View<'_>, from: usize) -> Option<(usize, bool)> {
    let (mut place, mut small, mut alike) = (from, true, true);
    let mut first = None;
    for nth in 0..4 {
        if nth > 0 {
            if view.byte(place) != b'.' {
                return None;
            }
            place += 1;
        }
        let end = view.digits(place, 4);
        let number = view
            .slice(place, end)
            .iter()
            .fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'));
        let zeros = end - place > 1 && view.byte(place) == b'0';
        if end == place || end - place > 3 || number > 255 || zeros {
            return None;
        }
        small &= number < 20;
        alike &= *first.get_or_insert(number) == number;
        place = end;
    }
    Some((place, small && !alike))
}

/// Where a prefix length ends, if one follows.
fn prefix(view: &View<'_>, end: usize, most: usize) -> usize {
    if view.byte(end) != b'/' {
        return end;
    }
    let to = view.digits(end + 1, most + 1);
    if to > end + 1 && to <= end + 1 + most && !crate::reading::is_word(view.byte(to)) {
        to
    } else {
        end
    }
}

/// From its first colon: the group before it, if any, and all behind.
fn v6(view: &View<'_>) -> Option<Found> {
    let hex = |byte: u8| byte.is_ascii_hexdigit();
    let start = view.run_back(view.at, 5, hex);
    let before = view.before(start);
    if view.at - start > 4
        || (before == b':' && !is_key(view, start - 1))
        || crate::reading::is_word(before)
        || before == b'.'
    {
        return None;
    }
    let mut groups = usize::from(start < view.at);
    let (mut place, mut gap, mut letters) = (view.at, start == view.at, false);
    if gap && view.byte(view.at + 1) != b':' {
        return None;
    }
    gap = false;
    while view.byte(place) == b':' {
        let doubled = view.byte(place + 1) == b':';
        if doubled && gap {
            return None;
        }
        gap |= doubled;
        let from = place + 1 + usize::from(doubled);
        let end = view.run(from, 5, hex);
        if let Some((end, _)) = octets(view, from).filter(|_| groups <= 6) {
            place = end;
            groups += 2;
            break;
        }
        if end == from {
            place = if doubled { from } else { place };
            break;
        }
        if end - from > 4 {
            return None;
        }
        groups += 1;
        letters |= end - from > 2;
        place = end;
    }
    letters |= view.at - start > 2;
    let whole = if gap {
        groups < 8 && groups > 0
    } else {
        // Pairs are the address of a device.
        groups == 8 && letters
    };
    let after = view.byte(place);
    let ends = !crate::reading::is_word(after)
        && after != b':'
        && !(after == b'.' && view.byte(place + 1).is_ascii_digit());
    let text = view.slice(start, place);
    let long =
        (groups > 2 || letters || view.at - start > 2) && text.iter().any(u8::is_ascii_digit);
    let long = long || text == b"::1";
    (whole && ends && long).then(|| Found::new(start, prefix(view, place, 3), Grade::MEDIUM_HIGH))
}

/// Whether the colon at `place` ends a word that is no group: `IP:`.
fn is_key(view: &View<'_>, place: usize) -> bool {
    let from = view.run_back(place, 24, crate::reading::is_word);
    from < place && !view.slice(from, place).iter().all(u8::is_ascii_hexdigit)
}

examples! { IpAddress
    finds ["from «192.168.17.4»:8080", "«10.0.0.0/8»", "«2001:db8::ff00:42:8329»", "«fe80::1»%eth0", "host «::1»", "http://«1.2.3.4»/x", "meet at «10.0.0.1»:8080", "«::ffff:192.0.2.128»", "[«2001:db8:0:1:1:1:1:1»]:443", "ssh root@«192.168.68.51»", "Primary: «10.0.0.1», Secondary: «172.16.0.1»"]
    ignores ["256.1.1.1", "::ffff:256.0.0.1", "version 21.40.30.22", "1.2.3.4.5", "Chrome/120.0.60.99", "see 1.2.3.4 above", "10:20:30", "std::vec", "a::b", "12:34:56:78:9a:bc", "22:cc:76:9e:2d:3a:8c:7d", "v10.200.30.40"]
}
