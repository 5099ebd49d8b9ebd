//! What does the organisation make of an address?

use crate::config::NetworkConfig;
use ipnet::IpNet;
use std::net::IpAddr;
use stepgate_policy::IpCategory;

/// The configured networks, widest range first.
#[derive(Debug)]
pub struct Networks(Vec<Range>);

#[derive(Debug)]
struct Range {
    net: IpNet,
    category: Option<IpCategory>,
    tags: Vec<String>,
}

impl Networks {
    /// As configured. Of two ranges that are the same the later one says the category.
    pub fn new(networks: &[NetworkConfig]) -> Self {
        let mut ranges: Vec<Range> = networks
            .iter()
            .flat_map(|network| {
                network.ranges.iter().map(|net| Range {
                    net: *net,
                    category: network.category,
                    tags: network.tags.clone(),
                })
            })
            .collect();
        ranges.sort_by_key(|range| range.net.prefix_len());
        Self(ranges)
    }

    /// The category by the narrowest range that has one, and the tags of all of them.
    pub fn of(&self, address: IpAddr) -> (Option<IpCategory>, Vec<String>) {
        let mut category = None;
        let mut tags = Vec::new();
        for range in self.0.iter().filter(|range| range.net.contains(&address)) {
            category = range.category.or(category);
            for tag in &range.tags {
                if !tags.contains(tag) {
                    tags.push(tag.clone());
                }
            }
        }
        (category, tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(category: Option<IpCategory>, tag: &str, range: &str) -> NetworkConfig {
        NetworkConfig {
            name: tag.into(),
            category,
            tags: vec![tag.into()],
            ranges: vec![range.parse().unwrap()],
        }
    }

    #[test]
    fn the_narrowest_range_says_the_category_and_every_range_its_tags() {
        let networks = Networks::new(&[
            network(Some(IpCategory::Administrative), "admins", "10.1.2.0/24"),
            network(Some(IpCategory::Corporate), "office", "10.0.0.0/8"),
            network(None, "printer", "10.1.2.9/32"),
            network(Some(IpCategory::Vpn), "vpn", "2001:db8::/32"),
        ]);
        let of = |address: &str| networks.of(address.parse().unwrap());
        let tags = |tags: &[&str]| tags.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            of("10.1.2.9"),
            (
                Some(IpCategory::Administrative),
                tags(&["office", "admins", "printer"])
            )
        );
        assert_eq!(
            of("10.9.9.9"),
            (Some(IpCategory::Corporate), tags(&["office"]))
        );
        assert_eq!(of("2001:db8::7"), (Some(IpCategory::Vpn), tags(&["vpn"])));
        assert_eq!(of("192.0.2.1"), (None, tags(&[])));
    }
}
