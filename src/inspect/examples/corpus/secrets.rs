//! Secrets of each kind.

use crate::random::Random;

const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const BASE_64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Addresses that are published; making new ones needs hashes.
pub fn wallet(random: &mut Random) -> String {
    let known = [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    ];
    if random.chance(30) {
        return format!("0x{}", random.letters("0123456789abcdef", 40));
    }
    (*random.one(&known)).into()
}

/// CRC-32 by table.
fn crc(text: &str) -> u32 {
    let table: Vec<u32> = (0..256_u32)
        .map(|byte| {
            (0..8).fold(byte, |crc, _| {
                if crc % 2 == 1 {
                    0xedb8_8320 ^ (crc / 2)
                } else {
                    crc / 2
                }
            })
        })
        .collect();
    text.bytes().fold(0xffff_ffff, |crc, byte| {
        table[((crc ^ u32::from(byte)) % 256) as usize] ^ (crc / 256)
    }) ^ 0xffff_ffff
}

fn checked(prefix: &str, random: &mut Random) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let body = random.letters(MIXED, 30);
    let mut rest = crc(&body);
    let mut tail = Vec::new();
    for _ in 0..6 {
        tail.push(char::from(DIGITS[(rest % 62) as usize]));
        rest /= 62;
    }
    format!("{prefix}{body}{}", tail.iter().rev().collect::<String>())
}

fn base_64(text: &str) -> String {
    let letters = BASE_64.replace('+', "-").replace('/', "_");
    let bits: String = text.bytes().map(|byte| format!("{byte:08b}")).collect();
    let bits: Vec<char> = bits.chars().collect();
    bits.chunks(6)
        .map(|six| format!("{:0<6}", six.iter().collect::<String>()))
        .map(|six| letters.as_bytes()[usize::from_str_radix(&six, 2).unwrap()] as char)
        .collect()
}

pub fn password(random: &mut Random) -> String {
    let word = random.one(&[
        "Sunshine", "Winter", "dragon", "Karthago", "hunter", "Blue", "Montreal", "x",
    ]);
    let sign = random.one(&["!", "#", "@", "_", "$", "%"]);
    match random.within(0, 2) {
        0 => format!("{word}{}{sign}", random.within(100, 99999)),
        1 => format!("{word}{sign}{}", random.digits(4)),
        _ => random.letters("abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ", 9) + &random.digits(3),
    }
}

pub fn value(entity: &str, random: &mut Random) -> String {
    match entity {
        "aws_access_key" => format!(
            "{}{}",
            random.one(&["AKIA", "ASIA"]),
            random.letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
        ),
        "google_api_key" => format!("AIza{}", random.letters(SAFE, 34)) + &random.letters(MIXED, 1),
        "azure_storage_key" => random.letters(BASE_64, 86) + "==",
        "github_token" => {
            let prefix = random.one(&["ghp_", "gho_", "ghs_", "ghu_"]);
            checked(prefix, random)
        }
        "gitlab_token" => format!("glpat-{}", random.letters(SAFE, 19)) + &random.letters(MIXED, 1),
        "npm_token" => checked("npm_", random),
        "pypi_token" => {
            format!("pypi-AgEIcHlwaS5vcmc{}", random.letters(SAFE, 140)) + &random.letters(MIXED, 1)
        }
        "slack_token" => format!(
            "xox{}-{}-{}-{}",
            random.letters("bp", 1),
            random.number(12),
            random.number(12),
            random.letters(MIXED, 24)
        ),
        "slack_webhook" => format!(
            "https://hooks.slack.com/services/T{}/B{}/{}",
            random.letters("ABCDEFGHJK0123456789", 8),
            random.letters("ABCDEFGHJK0123456789", 8),
            random.letters(MIXED, 24)
        ),
        "stripe_key" => format!(
            "{}_live_{}",
            random.one(&["sk", "rk"]),
            random.letters(MIXED, 24)
        ),
        "anthropic_key" => format!("sk-ant-api03-{}AA", random.letters(SAFE, 93)),
        "openai_key" => format!(
            "sk-{}{}T3BlbkFJ{}",
            random.one(&["", "proj-"]),
            random.letters(MIXED, 20),
            random.letters(MIXED, 20)
        ),
        "sendgrid_key" => {
            format!(
                "SG.{}.{}",
                random.letters(MIXED, 22),
                random.letters(SAFE, 42)
            ) + &random.letters(MIXED, 1)
        }
        "jwt" => format!(
            "{}.{}.{}",
            base_64(r#"{"alg":"HS256","typ":"JWT"}"#),
            base_64(&format!(
                r#"{{"sub":"{}","iat":{}}}"#,
                random.number(6),
                random.number(10)
            )),
            random.letters(SAFE, 42) + &random.letters(MIXED, 1)
        ),
        "private_key" => {
            let kind = random.one(&["RSA ", "", "EC ", "OPENSSH "]);
            let lines: Vec<String> = (0..random.within(3, 12))
                .map(|_| random.letters(BASE_64, 64))
                .collect();
            format!(
                "-----BEGIN {kind}PRIVATE KEY-----\n{}\n-----END {kind}PRIVATE KEY-----",
                lines.join("\n")
            )
        }
        "password" => password(random),
        "generic_secret" => {
            let length = random.within(20, 40) as usize;
            if random.chance(40) {
                random.letters("0123456789abcdef", 32)
            } else {
                random.letters(MIXED, length)
            }
        }
        other => panic!("no values of {other}"),
    }
}
