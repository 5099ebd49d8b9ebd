//! Whose session is it: who, with what device, from where, in which app, having proved what?

use crate::text::comparable;
use crate::wire::{Malformed, Reader, Writer};
use crate::{Action, ActivityType, Grant, words};
use core::net::{IpAddr, Ipv6Addr};

words! {
    /// What kind of device it is.
    pub enum DeviceType: "a device type" {
        /// A computer.
        Desktop = 1 "desktop",
        /// A telephone.
        Mobile = 2 "mobile",
        /// A tablet.
        Tablet = 3 "tablet",
        /// Something else.
        Other = 4 "other",
    }
}

words! {
    /// What the organisation makes of an address.
    pub enum IpCategory: "an IP category" {
        /// The organisation's own.
        Corporate = 1 "corporate",
        /// The administrators'.
        Administrative = 2 "administrative",
        /// Known for attacks.
        Risky = 3 "risky",
        /// A virtual private network.
        Vpn = 4 "vpn",
        /// A cloud provider.
        CloudProvider = 5 "cloudProvider",
        /// Anything else.
        Other = 6 "other",
    }
}

/// What is known about the session. What is empty or absent is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(default, deny_unknown_fields, rename_all = "camelCase")
)]
pub struct SessionContext {
    /// Name of the app from the configuration, such as `files`.
    pub app: String,
    /// What people call the app, such as `Files`; for notices only.
    pub app_title: String,
    /// The person's sign-in name, such as `alex@example.com`.
    pub user: String,
    /// The groups the person belongs to.
    pub groups: Vec<String>,
    /// What is known of the device: `intuneCompliant`, `entraHybridJoined`, `validClientCertificate`.
    pub device_tags: Vec<String>,
    /// What kind of device it is.
    pub device_type: Option<DeviceType>,
    /// The address the person comes from.
    pub ip_address: Option<IpAddr>,
    /// What the organisation makes of the address.
    pub ip_category: Option<IpCategory>,
    /// What else is known of the address, such as `torExitNode`.
    pub ip_tags: Vec<String>,
    /// The country the address is in: two letters (ISO 3166-1).
    pub country: String,
    /// Who the address is registered to.
    pub registered_isp: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// What is known of the browser: `nativeClient`, `outdatedBrowser`, `outdatedOperatingSystem`, `robot`.
    pub user_agent_tags: Vec<String>,
    /// The step-ups that still hold.
    pub grants: Vec<Grant>,
    /// The warnings that were answered, and what was approved.
    pub answered: Vec<Answered>,
}

/// A warning a person answered, or something another person approved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct Answered {
    /// Id of the policy that asked.
    pub policy: String,
    /// What it asked for: `warn`, `warnWithJustification` or `requestApproval`.
    pub action: Action,
    /// The activity it was given for.
    pub activity: ActivityType,
    /// The object it was given for: a file name, or empty.
    pub object: String,
    /// Unix time in seconds after which it is void.
    pub expires: u64,
}

impl Answered {
    /// Whether it answers `policy`, which asks for `action`, for `activity` on `object` at `now` (Unix seconds).
    #[must_use]
    pub fn answers(
        &self,
        policy: &str,
        action: Action,
        activity: &ActivityType,
        object: &str,
        now: u64,
    ) -> bool {
        now < self.expires
            && self.action == action
            && self.policy == policy
            && self.activity == *activity
            && self.object == object
    }

    fn encode(&self, writer: &mut Writer) {
        writer.str(&self.policy);
        writer.u8(self.action as u8);
        self.activity.encode(writer);
        writer.str(&self.object);
        writer.varint(self.expires);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            policy: reader.str()?.into(),
            action: Action::from_number(reader.u8()?).ok_or(Malformed)?,
            activity: ActivityType::decode(reader)?,
            object: reader.str()?.into(),
            expires: reader.varint()?,
        })
    }
}

impl SessionContext {
    /// Nothing is known.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            app: String::new(),
            app_title: String::new(),
            user: String::new(),
            groups: Vec::new(),
            device_tags: Vec::new(),
            device_type: None,
            ip_address: None,
            ip_category: None,
            ip_tags: Vec::new(),
            country: String::new(),
            registered_isp: String::new(),
            user_agent: String::new(),
            user_agent_tags: Vec::new(),
            grants: Vec::new(),
            answered: Vec::new(),
        }
    }

    /// What stands after the last `@` of the sign-in name; empty if there is none.
    #[must_use]
    pub fn user_domain(&self) -> &str {
        self.user.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Appends it to `writer`. What policies compare is written in the form they compare it in (NFKC), as the page
    /// has no tables for that.
    pub fn encode(&self, writer: &mut Writer) {
        writer.str(&self.app);
        writer.str(&self.app_title);
        for text in [
            &self.user,
            &self.country,
            &self.registered_isp,
            &self.user_agent,
        ] {
            writer.str(&comparable(text));
        }
        for list in [
            &self.groups,
            &self.device_tags,
            &self.ip_tags,
            &self.user_agent_tags,
        ] {
            writer.varint(list.len() as u64);
            list.iter().for_each(|text| writer.str(&comparable(text)));
        }
        writer.u8(self.device_type.map_or(0, |kind| kind as u8));
        writer.u8(self.ip_category.map_or(0, |category| category as u8));
        match self.ip_address {
            None => writer.u8(0),
            Some(address) => writer.bytes(&octets(address)),
        }
        writer.varint(self.grants.len() as u64);
        self.grants.iter().for_each(|grant| grant.encode(writer));
        writer.varint(self.answered.len() as u64);
        self.answered.iter().for_each(|one| one.encode(writer));
    }

    /// Takes one off `reader`.
    ///
    /// # Errors
    /// [`Malformed`] if there is none.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = |reader: &mut Reader<'_>| reader.str().map(Into::into);
        Ok(Self {
            app: text(reader)?,
            app_title: text(reader)?,
            user: text(reader)?,
            country: text(reader)?,
            registered_isp: text(reader)?,
            user_agent: text(reader)?,
            groups: decode_list(reader, text)?,
            device_tags: decode_list(reader, text)?,
            ip_tags: decode_list(reader, text)?,
            user_agent_tags: decode_list(reader, text)?,
            device_type: known(reader.u8()?, DeviceType::from_number)?,
            ip_category: known(reader.u8()?, IpCategory::from_number)?,
            ip_address: decode_address(reader)?,
            grants: decode_list(reader, Grant::decode)?,
            answered: decode_list(reader, Answered::decode)?,
        })
    }
}

/// An address in 16 bytes, IPv4 in the place IPv6 has for it, so that both are compared alike.
pub(crate) const fn octets(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

fn decode_address(reader: &mut Reader<'_>) -> Result<Option<IpAddr>, Malformed> {
    let bytes = reader.bytes()?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let octets: [u8; 16] = bytes.try_into().map_err(|_| Malformed)?;
    Ok(Some(Ipv6Addr::from(octets).to_canonical()))
}

/// 0 stands for nothing.
fn known<T>(number: u8, parse: impl Fn(u8) -> Option<T>) -> Result<Option<T>, Malformed> {
    match number {
        0 => Ok(None),
        1.. => parse(number).map(Some).ok_or(Malformed),
    }
}

/// Grows as items are really there, whatever their number is said to be.
fn decode_list<'a, T>(
    reader: &mut Reader<'a>,
    mut item: impl FnMut(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = reader.varint()?;
    let mut list = Vec::new();
    for _ in 0..count {
        list.push(item(reader)?);
    }
    Ok(list)
}
