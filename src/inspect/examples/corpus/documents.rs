//! Values alone, in sentences and in documents of every kind, among what looks like them.

use crate::decoys::{decoy, sentence as filler, stand_in, timestamp};
use crate::labels::{LABELS, personal, secret};
use crate::random::Random;
use crate::text::Text;
use crate::values::value as make;

type Label = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// Entities whose values nothing else looks like, so that they are found without a word around them.
const ALONE: [&str; 33] = [
    "credit_card",
    "iban",
    "crypto_wallet",
    "us_ssn",
    "us_mbi",
    "email",
    "phone",
    "ip_address",
    "uk_nino",
    "es_nif",
    "es_nie",
    "it_fiscal_code",
    "sg_nric",
    "br_cpf",
    "fr_nir",
    "pl_pesel",
    "de_tax_id",
    "in_pan",
    "us_ein",
    "za_id",
    "aws_access_key",
    "google_api_key",
    "github_token",
    "gitlab_token",
    "npm_token",
    "pypi_token",
    "slack_token",
    "slack_webhook",
    "stripe_key",
    "jwt",
    "private_key",
    "openai_key",
    "sendgrid_key",
];

const NAMES: &[&str] = &[
    "Anna Schmidt",
    "John Miller",
    "Sofía García",
    "Li Wei",
    "Emma Dubois",
    "Raj Patel",
    "Olga Nowak",
    "James O'Brien",
];

pub fn value(text: &mut Text, random: &mut Random) {
    let entity = *random.one(&ALONE);
    text.value(entity, &make(entity, random));
}

const SENTENCES: [&str; 22] = [
    "My {label} is {}.",
    "Her {label} was {} last year.",
    "{label}: {}",
    "Please change the {label} to {} today, thanks.",
    "I lost my {label}, it is {}.",
    "The {label} {} belongs to Mr. Brown.",
    "Can you check {label} {}?",
    "Meine {label} lautet {}.",
    "Mi {label} es {} y vivo en Madrid.",
    "Mon {label} est le {}.",
    "For the payment we need the {label}; ours is {}.",
    "{name} sent us the {label} ({}) by post.",
    "{label} - {}",
    "- {label}: {}\n- name: {name}",
    "{} is my {label}.",
    "{label} #{}",
    "Hi, this is {name}. Regarding your question about my {label}: it is {}. Kind regards",
    "Update the record of {name} with {label} {} and close the case.",
    "On file: {label}={}",
    "We have received your {label}, {}.",
    "{name} / {label} / {}",
    "Il mio {label} è {}.",
];
const COMMANDS: [&str; 6] = [
    "{label}: {}",
    "The {label} is {}",
    "{label} = {}",
    "use this {label}: {} and tell nobody",
    "here is the {label}: {}",
    "{label}={}",
];

pub fn sentence(text: &mut Text, random: &mut Random) {
    if random.chance(15) {
        let decoy = filler(random);
        return text.push(&decoy);
    }
    let label = random.one(LABELS);
    say(text, random, label);
}

fn say(text: &mut Text, random: &mut Random, (entity, names, _): &Label) {
    let technical = secret().any(|(other, ..)| other == entity);
    let template = if technical {
        *random.one(&COMMANDS)
    } else {
        *random.one(&SENTENCES)
    };
    let name = random.one(names);
    let template = template
        .replace("{label}", name)
        .replace("{name}", *random.one(NAMES));
    let value = make(entity, random);
    text.fill(&template, entity, &value);
}

pub fn document(text: &mut Text, random: &mut Random) {
    match random.within(0, 12) {
        0 | 1 => letter(text, random),
        2 | 3 => {
            let kind = *kind(random);
            table(text, random, kind);
        }
        4 => html(text, random),
        5 | 6 => json(text, random),
        7 => log(text, random),
        8 => configuration(text, random),
        9 => form(text, random),
        10 => code(text, random),
        11 => pairs(text, random),
        _ => chat(text, random),
    }
}

fn kind<'k>(random: &mut Random) -> &'k (&'static str, &'static str) {
    random.one(&[(",", ""), (";", ""), ("\t", ""), ("|", ""), (",", "\"")])
}

fn one(random: &mut Random) -> Label {
    *random.one(&personal().copied().collect::<Vec<_>>())
}

fn letter(text: &mut Text, random: &mut Random) {
    text.push(&format!("Dear {},\n\n", *random.one(NAMES)));
    for _ in 0..random.within(4, 14) {
        if random.chance(35) {
            let label = one(random);
            let name = random.one(label.1);
            let template = format!("{} ", random.one(&SENTENCES))
                .replace("{label}", name)
                .replace("{name}", *random.one(NAMES));
            let value = make(label.0, random);
            text.fill(&template, label.0, &value);
        } else {
            let words = filler(random);
            text.push(&words);
        }
        if random.chance(25) {
            text.push("\n\n");
        }
    }
    text.push("\nKind regards");
}

enum Column {
    Entity(&'static str, &'static str),
    Decoy(&'static str),
    Name,
}

fn columns(random: &mut Random) -> Vec<Column> {
    let mut columns = vec![Column::Name];
    for _ in 0..random.within(2, 6) {
        if random.chance(55) {
            let (entity, _, headers) = one(random);
            columns.push(Column::Entity(entity, *random.one(headers)));
        } else {
            columns.push(Column::Decoy(decoy(random).0));
        }
    }
    columns
}

fn header(column: &Column) -> &'static str {
    match column {
        Column::Entity(_, header) | Column::Decoy(header) => header,
        Column::Name => "name",
    }
}

fn cell(text: &mut Text, random: &mut Random, column: &Column) {
    match column {
        Column::Entity(entity, _) => {
            let value = make(entity, random).replace(',', "");
            text.value(entity, &value);
        }
        Column::Decoy(name) => {
            let value = std::iter::repeat_with(|| decoy(random))
                .find(|(other, _)| other == name)
                .unwrap()
                .1;
            text.push(&value.replace(',', ""));
        }
        Column::Name => text.push(*random.one(NAMES)),
    }
}

fn table(text: &mut Text, random: &mut Random, (joint, quote): (&str, &str)) {
    let columns = columns(random);
    let headers: Vec<String> = columns
        .iter()
        .map(|column| format!("{quote}{}{quote}", header(column)))
        .collect();
    text.push(&headers.join(joint));
    for _ in 0..random.within(2, 60) {
        text.push("\n");
        for (at, column) in columns.iter().enumerate() {
            text.push(if at > 0 { joint } else { "" });
            text.push(quote);
            cell(text, random, column);
            text.push(quote);
        }
    }
}

/// A table that has a name and its value in each row.
fn pairs(text: &mut Text, random: &mut Random) {
    text.push("| Field | Value |\n|---|---|\n");
    for column in &columns(random) {
        text.push(&format!("| {} | ", header(column)));
        cell(text, random, column);
        text.push(" |\n");
    }
}

fn html(text: &mut Text, random: &mut Random) {
    let columns = columns(random);
    text.push("<html><body><h1>Export</h1>\n<table>\n<tr>");
    for column in &columns {
        text.push(&format!("<th>{}</th>", header(column)));
    }
    for _ in 0..random.within(2, 30) {
        text.push("</tr>\n<tr class=\"row\">");
        for column in &columns {
            text.push("<td>");
            cell(text, random, column);
            text.push("</td>");
        }
    }
    text.push("</tr>\n</table></body></html>");
}

fn json(text: &mut Text, random: &mut Random) {
    let columns = columns(random);
    text.push("[");
    for row in 0..random.within(1, 12) {
        text.push(if row > 0 { ",\n  {" } else { "\n  {" });
        for (at, column) in columns.iter().enumerate() {
            text.push(&format!(
                "{}\"{}\": \"",
                if at > 0 { ", " } else { "" },
                header(column)
            ));
            cell(text, random, column);
            text.push("\"");
        }
        text.push("}");
    }
    text.push("\n]\n");
}

fn log(text: &mut Text, random: &mut Random) {
    for _ in 0..random.within(5, 40) {
        let level = random.one(&["INFO", "WARN", "ERROR", "DEBUG"]);
        text.push(&format!(
            "{} {level} [worker-{}] ",
            timestamp(random),
            random.within(1, 64)
        ));
        match random.within(0, 6) {
            0 => text.fill(
                "client {} GET /api/v2/items/8842117 200 1532\n",
                "ip_address",
                &make("ip_address", random),
            ),
            1 => text.fill(
                "mail to <{}> queued as 4F2A91C03B\n",
                "email",
                &make("email", random),
            ),
            2 => text.push(&format!(
                "request_id={} took {} ms\n",
                random.letters("0123456789abcdef", 32),
                random.number(4)
            )),
            3 => text.push(&format!(
                "user {} logged in, session {}\n",
                random.number(6),
                random.letters("abcdef0123456789", 24)
            )),
            4 => {
                let (key, value) = decoy(random);
                text.push(&format!("{key}={value}\n"));
            }
            5 => {
                let (entity, _, keys) = one(random);
                let key = random.one(keys);
                let value = make(entity, random);
                text.fill(&format!("validation failed {key}={{}}\n"), entity, &value);
            }
            _ => text.push(&format!(
                "pid {} started, Chrome/{}.0.{}.{} account service ready\n",
                random.number(5),
                random.within(90, 130),
                random.number(4),
                random.within(1, 200)
            )),
        }
    }
}

fn configuration(text: &mut Text, random: &mut Random) {
    let yaml = random.chance(40);
    for _ in 0..random.within(4, 16) {
        if random.chance(40) {
            let (key, value) = stand_in(random);
            text.push(&if yaml {
                format!("{key}: {value}\n")
            } else {
                format!("{key}={value}\n")
            });
            continue;
        }
        let (entity, _, keys) = *random.one(
            &secret()
                .filter(|(entity, ..)| *entity != "private_key")
                .copied()
                .collect::<Vec<_>>(),
        );
        let key = random.one(keys);
        let value = make(entity, random);
        let template = if yaml {
            format!("{key}: \"{{}}\"\n")
        } else {
            format!("{key}={{}}\n")
        };
        text.fill(&template, entity, &value);
    }
    if random.chance(30) {
        text.value("private_key", &make("private_key", random));
        text.push("\n");
    }
}

fn form(text: &mut Text, random: &mut Random) {
    text.push("PERSONAL DETAILS\n\n");
    for _ in 0..random.within(3, 10) {
        if random.chance(60) {
            let (entity, names, _) = one(random);
            let name = random.one(names);
            let template = random
                .one(&[
                    "{label}: {}\n",
                    "{label}\n{}\n\n",
                    "{label} ........ {}\n",
                    "**{label}**: {}\n",
                    "{label}:\t{}\n",
                ])
                .replace("{label}", name);
            let value = make(entity, random);
            text.fill(&template, entity, &value);
        } else {
            let (key, value) = decoy(random);
            text.push(&format!("{}: {value}\n", key.replace('_', " ")));
        }
    }
}

fn code(text: &mut Text, random: &mut Random) {
    text.push("import os\n\nVERSION = \"1.24.3.7\"\n\n");
    for at in 0..random.within(4, 14) {
        match random.within(0, 5) {
            0 => text.push(&format!(
                "def step_{at}(self, account, card, token=None):\n    return self.total[{}] * {}\n",
                random.number(2),
                random.number(9)
            )),
            1 => text.push("password = os.environ[\"DB_PASSWORD\"]\n"),
            2 => text.push(&format!(
                "COLORS = [0x{}, 0x{}]\n",
                random.letters("0123456789abcdef", 8),
                random.letters("0123456789abcdef", 8)
            )),
            3 => {
                let (entity, _, keys) = *random.one(
                    &secret()
                        .filter(|(entity, ..)| *entity != "private_key")
                        .copied()
                        .collect::<Vec<_>>(),
                );
                let key = random.one(keys);
                let value = make(entity, random);
                text.fill(&format!("{key} = '{{}}'\n"), entity, &value);
            }
            4 => text.push(&format!(
                "assert checksum(data) == \"{}\"\n",
                random.letters("0123456789abcdef", 32)
            )),
            _ => {
                let value = make("email", random);
                text.fill("# written by {}\n", "email", &value);
            }
        }
    }
}

fn chat(text: &mut Text, random: &mut Random) {
    for _ in 0..random.within(4, 16) {
        text.push(&format!(
            "[{:02}:{:02}] {}: ",
            random.within(8, 18),
            random.within(0, 59),
            *random.one(NAMES)
        ));
        if random.chance(40) {
            let label = one(random);
            say(text, random, &label);
        } else {
            let words = filler(random);
            text.push(words.trim());
        }
        text.push("\n");
    }
}
