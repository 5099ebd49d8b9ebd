//! What does a browser say of itself?
//!
//! Rules short enough to be told to an administrator. Where browsers freeze what they say (macOS, iOS, Android), nothing
//! is concluded from it; an iPad says that it is a Mac, and counts as one.

use crate::config::OldestBrowsers;
use http::HeaderMap;
use stepgate_policy::DeviceType;

/// The browsers an administrator can set an oldest version for, by the word before the version. Edge and Chrome both
/// say `Chrome/`, and Chrome says `Safari/`, so the order counts.
fn oldest_of(user_agent: &str, oldest: &OldestBrowsers) -> Option<(u32, Option<u32>)> {
    let known = [
        ("Edg/", oldest.edge),
        ("EdgA/", oldest.edge),
        ("Firefox/", oldest.firefox),
        ("Chrome/", oldest.chrome),
        ("Version/", oldest.safari),
    ];
    known
        .into_iter()
        .find_map(|(word, oldest)| Some((version_after(user_agent, word)?, oldest)))
}

/// The number behind `word`: `128` of `Firefox/128.0`.
fn version_after(user_agent: &str, word: &str) -> Option<u32> {
    let (_, rest) = user_agent.split_once(word)?;
    let digits = rest
        .split(|letter: char| !letter.is_ascii_digit())
        .next()
        .unwrap_or_default();
    digits.parse().ok()
}

/// The tags policies find in `userAgent.tags`.
///
/// - `robot`: names itself a bot, crawler or spider, or a browser without a window;
/// - `nativeClient`: is neither that nor a browser, which all begin with `Mozilla/` (old Opera with `Opera/`);
/// - `outdatedBrowser`: is older than the configuration allows;
/// - `outdatedOperatingSystem`: Windows before 10. Other systems do not say their true version.
pub fn tags(user_agent: &str, oldest: &OldestBrowsers) -> Vec<String> {
    let robot = is_robot(user_agent);
    let browser = user_agent.starts_with("Mozilla/") || user_agent.starts_with("Opera/");
    let outdated = oldest_of(user_agent, oldest)
        .is_some_and(|(version, oldest)| oldest.is_some_and(|oldest| version < oldest));
    let all = [
        ("robot", robot),
        ("nativeClient", !robot && !browser && !user_agent.is_empty()),
        ("outdatedBrowser", outdated),
        ("outdatedOperatingSystem", is_old_windows(user_agent)),
    ];
    all.into_iter()
        .filter(|(_, is)| *is)
        .map(|(tag, _)| tag.to_owned())
        .collect()
}

fn is_robot(user_agent: &str) -> bool {
    let text = user_agent.to_ascii_lowercase();
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    text.contains("headlesschrome")
        || words.any(|word| {
            // `Cubot` is a telephone.
            let bot = word.ends_with("bot") && word != "cubot";
            bot || word.ends_with("crawler") || word.ends_with("spider")
        })
}

fn is_old_windows(user_agent: &str) -> bool {
    version_after(user_agent, "Windows NT ").is_some_and(|version| version < 10)
}

/// What kind of device it is: as the browser says in a client hint, else as its name suggests; `None` where it says
/// nothing at all.
pub fn device(headers: &HeaderMap, user_agent: &str) -> Option<DeviceType> {
    let hint = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let form = hint("sec-ch-ua-form-factors").unwrap_or_default();
    if form.contains("\"Tablet\"") {
        return Some(DeviceType::Tablet);
    }
    match by_name(user_agent) {
        Some(DeviceType::Tablet) => Some(DeviceType::Tablet),
        Some(DeviceType::Desktop | DeviceType::Mobile | DeviceType::Other) | None
            if hint("sec-ch-ua-mobile") == Some("?1") =>
        {
            Some(DeviceType::Mobile)
        }
        named => named,
    }
}

fn by_name(user_agent: &str) -> Option<DeviceType> {
    let has = |word: &str| user_agent.contains(word);
    if user_agent.is_empty() {
        None
    } else if has("iPad") || has("Tablet") || (has("Android") && !has("Mobile")) {
        Some(DeviceType::Tablet)
    } else if has("Mobile") || has("iPhone") {
        Some(DeviceType::Mobile)
    } else if has("Windows NT") || has("Macintosh") || has("X11") || has("CrOS") {
        Some(DeviceType::Desktop)
    } else {
        Some(DeviceType::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
    const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
    const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
    const ANDROID_TABLET: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
    const OLD_WINDOWS: &str =
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";

    #[test]
    fn browsers_are_tagged_by_rules_that_can_be_told() {
        let oldest = OldestBrowsers {
            chrome: Some(130),
            edge: Some(141),
            firefox: None,
            safari: Some(17),
        };
        let table: &[(&str, &[&str])] = &[
            (CHROME, &["outdatedBrowser"]),
            (EDGE, &["outdatedBrowser"]),
            (SAFARI, &[]),
            (OLD_WINDOWS, &["outdatedOperatingSystem"]),
            ("", &[]),
            ("curl/8.5.0", &["nativeClient"]),
            (
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                &["robot"],
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36",
                &["robot"],
            ),
            ("ExampleCrawler/1.0", &["robot"]),
            (
                "Mozilla/5.0 (Linux; Android 10; CUBOT) Chrome/140.0.0.0 Mobile",
                &[],
            ),
        ];
        for (user_agent, expected) in table {
            assert_eq!(tags(user_agent, &oldest), *expected, "{user_agent}");
        }
        assert!(tags(CHROME, &OldestBrowsers::default()).is_empty());
    }

    #[test]
    fn devices_are_told_apart() {
        let none = HeaderMap::new();
        let table = [
            (CHROME, Some(DeviceType::Desktop)),
            (SAFARI, Some(DeviceType::Desktop)),
            (IPHONE, Some(DeviceType::Mobile)),
            (ANDROID, Some(DeviceType::Mobile)),
            (ANDROID_TABLET, Some(DeviceType::Tablet)),
            ("curl/8.5.0", Some(DeviceType::Other)),
            ("", None),
        ];
        for (user_agent, expected) in table {
            assert_eq!(device(&none, user_agent), expected, "{user_agent}");
        }
        let hint = |name: &'static str, value: &'static str| {
            let name = http::HeaderName::from_static(name);
            HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
        };
        let mobile = hint("sec-ch-ua-mobile", "?1");
        assert_eq!(device(&mobile, CHROME), Some(DeviceType::Mobile));
        assert_eq!(device(&mobile, ANDROID_TABLET), Some(DeviceType::Tablet));
        let tablet = hint("sec-ch-ua-form-factors", "\"Tablet\"");
        assert_eq!(device(&tablet, CHROME), Some(DeviceType::Tablet));
    }
}
