//! Passwords that the text says are passwords, in configuration, code, commands, addresses and sentences. Source: Microsoft Purview,
//! General password, <https://learn.microsoft.com/purview/sit-defn-general-password>, which leaves out mock-ups and placeholders;
//! RFC 3986, 3.2.1 for addresses.

use super::assignment::{Assigned, assigned};
use super::generic_secret::is_uuid;
use super::mention::{self, Mention, is_technique};
use super::tokens::{is_made_up, is_mixed, is_scrambled};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, begins, holds, is_one};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::Password,
    trust: Trust::Certain,
    strength: 4,
    keywords: "password*,passwd,passwort*,kennwort*,pwd,pass,passphrase,passcode,mot de passe,mdp,contrasena*,clave,\
        senha,wachtwoord*,haslo,losenord*,密码,パスワード,비밀번호,пароль,pw,pgpassword,userpass,db pass,identified by,psw,\
        parola,palavra passe,palavra chave,adgangskode,passord,salasana",
    starts: &[
        Start::Keyword(given),
        Start::Cell(cell),
        Start::Sign(b':', address),
        Start::Sign(b'-', option),
    ],
};

fn given(view: &View<'_>) -> Option<Found> {
    let value = assigned(view);
    if let Some(value) = value.filter(|value| is_password(view, *value)) {
        return Some(Found::new(value.start, value.end, Grade::MEDIUM));
    }
    if value.is_some_and(|value| !value.said) {
        return None;
    }
    let found = mention::behind(view, &|found| is_mentioned(view, found))
        .or_else(|| mention::ahead(view).filter(|found| is_mentioned(view, *found)))?;
    Some(Found::new(found.start, found.end, Grade::MEDIUM))
}

/// Whether a word of a sentence about passwords is one: the sentence says so, or it looks like nothing else.
fn is_mentioned(view: &View<'_>, found: Mention) -> bool {
    let text = view.slice(found.start, found.end);
    let kinds = [
        u8::is_ascii_lowercase,
        u8::is_ascii_uppercase,
        u8::is_ascii_digit,
        u8::is_ascii_punctuation,
    ];
    let mixed = kinds.iter().filter(|kind| text.iter().any(kind)).count() > 2
        && text.len() > 7
        && !text.contains(&b'/');
    let address = (text.contains(&b'@') && text.contains(&b'.')) || is_uuid(text);
    let value = Assigned {
        start: found.start,
        end: found.end,
        quoted: false,
        said: true,
    };
    (is_mixed(text) || is_scrambled(text))
        && (found.told || mixed)
        && !address
        && is_password(view, value)
}

fn cell(view: &View<'_>) -> Option<Found> {
    let start = view.run(view.at, 40, |byte| b" \"'".contains(&byte));
    let end = view.run(start, 128, |byte| {
        byte > b' ' && !b",;\"'|<".contains(&byte)
    });
    let after = view.run(end, 2, |byte| b"\"' ".contains(&byte));
    let whole = after == end + 2 || b"\n\r,;\t|<)\0".contains(&view.byte(after));
    let value = Assigned {
        start,
        end,
        quoted: true,
        said: false,
    };
    let fits = whole && is_password(view, value);
    fits.then_some(Found::new(start, end, Grade::MEDIUM))
}

/// Whether what is given is a password, and not the name of one.
fn is_password(view: &View<'_>, value: Assigned) -> bool {
    let text = view.slice(value.start, value.end);
    let signs = text.iter().any(|byte| b"!@#$%^&*?+~".contains(byte))
        && text.iter().any(u8::is_ascii_alphabetic);
    let number = !value.quoted && text.starts_with(b"0x");
    let told = (is_mixed(text) || signs || is_scrambled(text))
        && !(value.said && is_technique(text))
        && !number;
    let words = text.contains(&b' ');
    told && !words
        && (6..=128).contains(&text.len())
        && !is_variable(text, value.quoted)
        && !is_made_up(text)
        && !is_common(text)
}

/// Whether it is code that says where the value comes from.
pub(super) fn is_variable(text: &[u8], quoted: bool) -> bool {
    const SOURCES: &str =
        "process.,os.,env.,self.,this.,config,getenv,settings,secrets.,var.,http,vault:,./";
    let small = text.to_ascii_lowercase();
    let begins = begins(&small, SOURCES) || is_reference(text);
    let call = text.ends_with(b")") && text.contains(&b'(')
        || text.ends_with(b"(")
        || text.contains(&b'[') && text.ends_with(b"]");
    let path = !quoted
        && text.iter().filter(|byte| **byte == b'.').count() > 0
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(byte))
        && text.first().is_some_and(u8::is_ascii_lowercase)
        && !matches!(text, [.., b'0'..=b'9', b'0'..=b'9']);
    let parts = text
        .split(|byte| *byte == b'_')
        .filter(|part| !part.is_empty())
        .count();
    let one_case = |upper: bool| {
        text.iter()
            .all(|byte| !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() == upper)
    };
    let numbered = text
        .split(|byte| *byte == b'_')
        .any(|part| part.iter().all(u8::is_ascii_digit));
    let plain = parts > 1
        && !numbered
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let name = plain && one_case(false) && !quoted;
    let upper = plain && one_case(true);
    begins || call || path || name || upper
}

/// `$NAME`, `${NAME}`, `%NAME%`, `%(name)s`, `&name`, `*name`, `/path/to/file`.
fn is_reference(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return false;
    };
    let name = |also: &[u8]| {
        rest.iter()
            .all(|byte| byte.is_ascii_alphabetic() || *byte == b'_' || also.contains(byte))
    };
    match first {
        b'$' => rest.starts_with(b"{") || rest.starts_with(b"(") || name(b".[]>-1"),
        b'%' => rest.ends_with(b"%") || rest.starts_with(b"("),
        b'&' | b'*' | b'#' => name(b".-"),
        b'/' => {
            (rest.contains(&b'/') && !rest.iter().any(|byte| b"+=".contains(byte))) || name(b".-")
        }
        _ => false,
    }
}

/// What forms and manuals say instead of a password.
fn is_common(text: &[u8]) -> bool {
    const WORDS: &str = "password,passwort,required,string,min_length,minlength,length,utf-8,sha256,sha-256,bcrypt,argon2,md5,base64";
    const HASHES: &str = "sha256:,$2a$,$2b$,$2y$,$argon2,$6$,$5$,pbkdf2,min_length,minlength";
    is_one(text, WORDS) || begins(&text.to_ascii_lowercase(), HASHES)
}

/// `scheme://user:password@host`.
fn address(view: &View<'_>) -> Option<Found> {
    if !view.is_at(view.at, b"://") {
        return None;
    }
    let user = view.run(view.at + 3, 64, |byte| {
        byte.is_ascii_alphanumeric() || b"._~%+-".contains(&byte)
    });
    if view.byte(user) != b':' {
        return None;
    }
    let start = user + 1;
    let host = view.run(start, 128, |byte| {
        byte > b' ' && !b"/\"'`<>@".contains(&byte)
    });
    let text = view.slice(start, host);
    let fits = view.byte(host) == b'@'
        && view.byte(host + 1).is_ascii_alphanumeric() | (view.byte(host + 1) == b'[')
        && text.len() > 2;
    (fits
        && !is_variable(text, true)
        && !text.starts_with(b"$")
        && !is_made_up(text)
        && !is_common(text)
        && text != b"pass")
        .then_some(Found::new(start, host, Grade::MEDIUM))
}

/// `curl -u user:password`, `mysql -pPassword`, `sshpass -p password`.
fn option(view: &View<'_>) -> Option<Found> {
    let named = view.is_at(view.at, b"--user");
    let option = if named { b'u' } else { view.byte(view.at + 1) };
    if view.before(view.at) != b' ' || !b"up".contains(&option) {
        return None;
    }
    // A command of several lines is still one.
    let line = view.run_back(view.at, 240, |byte| byte != b'\n' || option == b'u');
    let has = |word: &[u8]| holds(view.slice(line, view.at), word);
    let place = view.at + if named { 6 } else { 2 };
    let (start, commands): (usize, &[&[u8]]) = match option {
        b'u' => {
            let from = view.run(place, 4, |byte| b" =\"'".contains(&byte));
            let user = view.run(from, 64, |byte| {
                byte.is_ascii_alphanumeric() || b"._@-".contains(&byte)
            });
            (
                if view.byte(user) == b':' {
                    user + 1
                } else {
                    return None;
                },
                &[b"curl", b"http"],
            )
        }
        b'p' => (
            view.run(place, 2, |byte| byte == b' ' || b"\"'".contains(&byte)),
            &[
                b"mysql",
                b"sshpass",
                b"docker login",
                b"mongo",
                b"redis-cli",
                b"mariadb",
            ],
        ),
        _ => return None,
    };
    let end = view.run(start, 128, |byte| {
        byte > b' ' && !b"\"'`<>|;".contains(&byte)
    });
    let value = Assigned {
        start,
        end,
        quoted: false,
        said: false,
    };
    (commands.iter().any(|command| has(command)) && is_password(view, value)).then_some(Found::new(
        start,
        end,
        Grade::MEDIUM,
    ))
}

examples! { Password
    finds [
        "password = \"«hunter2!»\"", "DB_PASSWORD=«s3cr3tPw99»", "{\"pwd\": \"«Tr0ub4dor&3»\"}", "Das Passwort lautet «Sommer2024!».", "postgres://app:«k8Jx2pQz»@db.local/x",
        "curl -u admin:«W1nter!s» https://x.example", "mysql -u root -p«Gr33nTea7» shop", "<password>«Zx81Spectrum»</password>", "DBPASSWORD=«Gr33nTea7»", "?password=«hunter2hunter2»&user=bob", "contraseña: «Madrid#2023»", "user,password\njo,«Qw3rty!!x»",
        "curl --user 'api:«d2LkV78zLx»' https://x.example", "curl https://x.example \\\n  -u ci:«UOkDRFwqHdyv»", "CREATE USER jo IDENTIFIED BY '«9jWg7UZsTF»'", "Passwort: «winter.Rocket71»", "«hunter2-Xk9» is your password", "Use «banana74» as the root password.", "the password on file was changed to «coffee848».", "Kennwort:\n«berlin02!»\nName", "Mon mot de passe est le «Summer359*».", "Vänligen uppdatera lösenord till «winter877!»",
    ]
    ignores ["class=\"PasswordResetTest\" name=\"testToken954\"", "var pw=0xbdb0fc0f", "curl --user ci:${CI_PASS1}", "password: resetPasswordRequired", "password: required", "passwords are hashed with SHA256", "ISO27001 is the password standard", "The password reset token expired, see 161cbe43-779a-cac6-f14d-d9952ea8abbb", "We moved the password store to OAuth2.0", "room,password\nB12-44xy,\nB12-44yz,\n", "password = os.environ[\"PW1\"]", "password=${DB_PASS1}", "api_key=MY_PASSWORD1 at app.js:12:33", "PASSWORD: changeme1", "password must have 8 characters", "password: ********", "http://localhost:8080/a@b", "password = user_password1", "password_hash = \"$2b$12$abcdefghijklmnopqrstuv\""]
}
