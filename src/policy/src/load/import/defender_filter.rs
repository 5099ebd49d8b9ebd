//! Which attempts is a session policy of Defender about?

use super::defender::Making;
use super::defender_value::values_of;
use super::input::Input;
use super::plain;
use super::written::Test;
use crate::{Filter, Operator};

/// Reads filters: an array of objects with field, operator and values, or an object by field and operator. All of them
/// must hold.
pub(super) fn filters_of(making: &mut Making<'_>, at: &Input<'_>) {
    match at.items() {
        Some(items) => items.iter().for_each(|item| listed(making, item)),
        None => {
            for (field, conditions) in at.members() {
                by_operator(making, field, &conditions);
            }
        }
    }
}

/// `{"field": "device.tags", "operator": "neq", "values": ["IntuneCompliant"]}`.
fn listed(making: &mut Making<'_>, item: &Input<'_>) {
    let (mut field, mut operator, mut values) = (None, None, None);
    for (name, value) in item.members() {
        match plain(name).as_str() {
            "field" | "filter" | "name" => field = value.text(),
            "operator" | "op" => operator = value.text(),
            "values" | "value" => values = Some(value),
            _ => {
                making.whole = false;
                value.left_out("no part of a filter that is known");
            }
        }
    }
    match (field, operator) {
        (Some(field), Some(operator)) => {
            one(
                making,
                item,
                field,
                operator,
                values.unwrap_or_else(|| item.clone()),
            );
        }
        (_, _) => {
            making.whole = false;
            item.left_out("a filter has a `field`, an `operator` and `values`");
        }
    }
}

/// `{"device.tags": {"neq": ["IntuneCompliant"]}}`.
fn by_operator(making: &mut Making<'_>, field: &str, conditions: &Input<'_>) {
    if !conditions.is_object() {
        making.whole = false;
        conditions.left_out("a filter is an object with an operator, such as `{\"eq\": [..]}`");
    }
    for (operator, values) in conditions.members() {
        one(making, conditions, field, operator, values);
    }
}

fn one(making: &mut Making<'_>, item: &Input<'_>, field: &str, operator: &str, values: Input<'_>) {
    let named = plain(field);
    let Some((operator, negated)) = operator_of(operator) else {
        making.whole = false;
        item.left_out("no operator here says the same");
        return;
    };
    if named == "activitytype" && operator == Operator::Equals && !negated {
        making.activity_types(&values);
        return;
    }
    let Some(filter) = filter_of(&named) else {
        making.whole = false;
        item.left_out(no_filter(&named));
        return;
    };
    match test(making, filter, operator, &values, item) {
        Some(test) if negated => making.tests.push(test.negated()),
        Some(test) => making.tests.push(test),
        None => making.whole = false,
    }
}

fn test(
    making: &mut Making<'_>,
    filter: Filter,
    operator: Operator,
    values: &Input<'_>,
    item: &Input<'_>,
) -> Option<Test> {
    if !operator.fits(filter) {
        item.left_out(format!("`{filter}` cannot be compared by `{operator}`"));
        return None;
    }
    if !operator.takes_values() {
        return Some(Test::Filter(filter, operator, Vec::new()));
    }
    if operator == Operator::Contains && filter == Filter::FileName {
        item.changed("`contains` looks for text anywhere in a name, not for whole words");
    }
    let read = values_of(filter, operator, values);
    if operator != Operator::InRange && read.len() < values.one_or_more().len() {
        making.whole = false;
    }
    (!read.is_empty()).then_some(Test::Filter(filter, operator, read))
}

fn filter_of(named: &str) -> Option<Filter> {
    Some(match named {
        "app" | "apps" | "service" | "appid" => Filter::App,
        "devicetags" | "devicetag" => Filter::DeviceTags,
        "devicetype" => Filter::DeviceType,
        "ipaddress" | "iprawaddress" | "rawipaddress" => Filter::IpAddress,
        "ipcategory" | "ipaddresscategory" => Filter::IpCategory,
        "iptags" | "iptag" | "ipaddresstag" => Filter::IpTags,
        "locationcountry" | "location" | "country" => Filter::LocationCountry,
        "registeredisp" | "locationorganizations" | "isp" => Filter::RegisteredIsp,
        "username" | "userusername" | "user" => Filter::UserName,
        "usertags" | "usergroup" | "usergroups" | "userfromgroup" => Filter::UserGroups,
        "userdomain" => Filter::UserDomain,
        "useragent" | "useragentuseragent" | "useragentstring" => Filter::UserAgentText,
        "useragenttags" | "useragenttag" => Filter::UserAgentTags,
        "sensitivitylabel" | "label" => Filter::SensitivityLabel,
        "filename" => Filter::FileName,
        "extension" | "fileextension" => Filter::Extension,
        "filetype" => Filter::FileType,
        "extensionmismatch" => Filter::ExtensionMismatch,
        "filesize" | "filesizemb" => Filter::FileSize,
        _ => return None, // text
    })
}

fn no_filter(named: &str) -> &'static str {
    match named {
        "userorgunit" | "userorganizationalunit" => {
            "units are not known here: write a condition on `user.groups`"
        }
        "clientapp" => "only browsers have sessions here",
        "activitytype" => "activities are named in `activityTypes`: list those the policy is about",
        _ => "no filter that is known", // text
    }
}

/// The operator, and whether it is turned round.
fn operator_of(written: &str) -> Option<(Operator, bool)> {
    Some(match plain(written).as_str() {
        "eq" | "equals" | "is" => (Operator::Equals, false),
        "neq" | "doesnotequal" | "isnot" => (Operator::DoesNotEqual, false),
        "contains" | "text" => (Operator::Contains, false),
        "ncontains" | "doesnotcontain" => (Operator::DoesNotContain, false),
        "startswith" | "startswithsingle" => (Operator::StartsWith, false),
        "doesnotstartwith" => (Operator::StartsWith, true),
        "endswith" => (Operator::EndsWith, false),
        "doesnotendwith" => (Operator::EndsWith, true),
        "isset" => (Operator::IsSet, false),
        "isnotset" => (Operator::IsNotSet, false),
        "gt" | "greaterthan" => (Operator::GreaterThan, false),
        "lt" | "lessthan" => (Operator::LessThan, false),
        "gte" => (Operator::LessThan, true),
        "lte" => (Operator::GreaterThan, true),
        "range" | "inrange" => (Operator::InRange, false),
        _ => return None, // text
    })
}
