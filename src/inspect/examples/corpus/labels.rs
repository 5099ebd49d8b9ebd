//! What people call a value, in sentences and as a key or column header.

/// Entity, names in sentences, names as keys.
pub const LABELS: &[(&str, &[&str], &[&str])] = &[
    (
        "credit_card",
        &[
            "credit card",
            "card number",
            "Visa card",
            "Kreditkarte",
            "tarjeta de crédito",
            "carte de crédit",
            "MasterCard",
        ],
        &[
            "card_number",
            "cc_num",
            "CardNo",
            "Kreditkartennummer",
            "Card Number",
            "credit_card",
            "pan",
        ],
    ),
    (
        "iban",
        &["IBAN", "account (IBAN)", "Konto"],
        &["iban", "IBAN", "beneficiary_iban"],
    ),
    (
        "us_aba_routing",
        &["routing number", "ABA number", "bank routing number"],
        &["routing", "aba_number", "Routing Number", "rtn"],
    ),
    (
        "us_bank_account",
        &[
            "account number",
            "checking account",
            "bank account",
            "savings account number",
        ],
        &[
            "account_number",
            "acct",
            "AcctNo",
            "Account Number",
            "bank_account",
        ],
    ),
    (
        "swift_bic",
        &["SWIFT code", "BIC", "BIC/SWIFT"],
        &["bic", "swift", "SWIFT/BIC", "swift_code"],
    ),
    (
        "uk_sort_account",
        &["sort code and account", "sort code / account number"],
        &["sort_code_account", "Sort code"],
    ),
    (
        "crypto_wallet",
        &["bitcoin address", "wallet", "donation address"],
        &["wallet", "btc_address", "address"],
    ),
    (
        "us_ssn",
        &[
            "SSN",
            "social security number",
            "Social Security Number",
            "SS#",
        ],
        &[
            "ssn",
            "SSN",
            "social_security_number",
            "SocialSecurityNo",
            "emp_ssn",
        ],
    ),
    (
        "us_itin",
        &["ITIN", "individual taxpayer identification number"],
        &["itin", "ITIN", "taxpayer_id"],
    ),
    (
        "us_ein",
        &["EIN", "employer identification number", "FEIN"],
        &["ein", "EIN", "employer_id_number", "fein"],
    ),
    (
        "us_passport",
        &["passport number", "US passport", "passport"],
        &[
            "passport",
            "passport_no",
            "Passport Number",
            "passportNumber",
        ],
    ),
    (
        "us_driver_license",
        &[
            "driver's license",
            "driver license number",
            "California driver's license",
            "DL number",
        ],
        &[
            "driver_license",
            "dl_number",
            "Driver License",
            "DLN",
            "driversLicense",
        ],
    ),
    (
        "us_mbi",
        &["Medicare number", "MBI", "Medicare beneficiary identifier"],
        &["mbi", "medicare_id", "MBI"],
    ),
    (
        "us_npi",
        &["NPI", "national provider identifier"],
        &["npi", "NPI", "provider_npi"],
    ),
    (
        "us_dea",
        &["DEA number", "DEA registration"],
        &["dea", "DEA", "dea_number"],
    ),
    (
        "email",
        &["email", "e-mail address", "E-Mail", "correo"],
        &["email", "e_mail", "Email", "contact"],
    ),
    (
        "phone",
        &[
            "phone number",
            "mobile",
            "cell",
            "Telefon",
            "téléphone",
            "teléfono",
        ],
        &["phone", "mobile", "Phone", "tel", "phone_number", "Telefon"],
    ),
    (
        "ip_address",
        &["IP address", "server", "client IP", "host"],
        &["ip", "ip_address", "client_ip", "remote_addr", "host"],
    ),
    (
        "date_of_birth",
        &[
            "date of birth",
            "birth date",
            "DOB",
            "Geburtsdatum",
            "date de naissance",
        ],
        &[
            "dob",
            "DOB",
            "birth_date",
            "date_of_birth",
            "Geburtsdatum",
            "birthdate",
        ],
    ),
    (
        "uk_nhs",
        &["NHS number", "NHS no."],
        &["nhs", "nhs_number", "NHS No"],
    ),
    (
        "uk_nino",
        &["National Insurance number", "NI number", "NINO"],
        &["nino", "ni_number", "NI Number", "national_insurance"],
    ),
    (
        "uk_driving_licence",
        &["driving licence", "driving licence number", "DVLA licence"],
        &["driving_licence", "Driving Licence", "licence_number"],
    ),
    (
        "ca_sin",
        &["SIN", "social insurance number", "NAS"],
        &["sin", "SIN", "social_insurance_number"],
    ),
    (
        "au_tfn",
        &["TFN", "tax file number"],
        &["tfn", "TFN", "tax_file_number"],
    ),
    (
        "au_medicare",
        &["Medicare card", "Medicare number", "medicare card number"],
        &["medicare", "medicare_no", "Medicare Card"],
    ),
    (
        "in_aadhaar",
        &["Aadhaar", "Aadhaar number", "aadhaar card number"],
        &["aadhaar", "aadhaar_no", "Aadhaar Number"],
    ),
    (
        "in_pan",
        &["PAN", "PAN card", "permanent account number"],
        &["pan", "pan_no", "PAN"],
    ),
    (
        "de_tax_id",
        &[
            "Steuer-ID",
            "Steueridentifikationsnummer",
            "IdNr.",
            "steuerliche Identifikationsnummer",
        ],
        &["steuer_id", "Steuer-ID", "idnr", "SteuerIdNr"],
    ),
    (
        "fr_nir",
        &["numéro de sécurité sociale", "NIR", "n° de sécu"],
        &["nir", "num_secu", "NIR", "securite_sociale"],
    ),
    (
        "es_nif",
        &["DNI", "NIF", "número de DNI"],
        &["dni", "nif", "DNI"],
    ),
    (
        "es_nie",
        &["NIE", "número de identidad de extranjero"],
        &["nie", "NIE"],
    ),
    (
        "it_fiscal_code",
        &["codice fiscale", "fiscal code"],
        &["codice_fiscale", "Codice Fiscale", "cf"],
    ),
    ("pl_pesel", &["PESEL", "numer PESEL"], &["pesel", "PESEL"]),
    (
        "nl_bsn",
        &["BSN", "burgerservicenummer"],
        &["bsn", "BSN", "burgerservicenummer"],
    ),
    (
        "se_personnummer",
        &["personnummer", "personal identity number"],
        &["personnummer", "Personnummer", "pnr"],
    ),
    ("br_cpf", &["CPF", "número do CPF"], &["cpf", "CPF"]),
    (
        "sg_nric",
        &["NRIC", "NRIC number", "FIN"],
        &["nric", "NRIC", "nric_fin"],
    ),
    (
        "za_id",
        &["ID number", "South African ID number", "identity number"],
        &["id_number", "sa_id", "ID Number"],
    ),
    (
        "kr_rrn",
        &["RRN", "resident registration number", "주민등록번호"],
        &["rrn", "RRN", "resident_registration_number"],
    ),
    (
        "aws_access_key",
        &["AWS key", "access key id"],
        &["aws_access_key_id", "AWS_ACCESS_KEY_ID", "accessKeyId"],
    ),
    (
        "google_api_key",
        &["Google key", "Maps key"],
        &["google_api_key", "GOOGLE_MAPS_KEY", "apiKey"],
    ),
    ("azure_storage_key", &["AccountKey"], &["AccountKey"]),
    (
        "github_token",
        &["GitHub token", "PAT"],
        &["GITHUB_TOKEN", "gh_token", "token"],
    ),
    (
        "gitlab_token",
        &["GitLab token"],
        &["GITLAB_TOKEN", "gitlab_token"],
    ),
    ("npm_token", &["npm token"], &["NPM_TOKEN", "_authToken"]),
    ("pypi_token", &["PyPI token"], &["PYPI_TOKEN", "password"]),
    (
        "slack_token",
        &["Slack token", "bot token"],
        &["SLACK_TOKEN", "slack_bot_token"],
    ),
    (
        "slack_webhook",
        &["webhook", "Slack hook"],
        &["SLACK_WEBHOOK", "webhook_url"],
    ),
    (
        "stripe_key",
        &["Stripe key"],
        &["STRIPE_KEY", "stripe_secret_key"],
    ),
    (
        "anthropic_key",
        &["Anthropic key", "Claude key"],
        &["ANTHROPIC_API_KEY", "api_key"],
    ),
    (
        "openai_key",
        &["OpenAI key"],
        &["OPENAI_API_KEY", "openai_key"],
    ),
    (
        "sendgrid_key",
        &["SendGrid key"],
        &["SENDGRID_API_KEY", "mail_key"],
    ),
    (
        "jwt",
        &["bearer token", "session JWT"],
        &["jwt", "Authorization", "id_token"],
    ),
    (
        "private_key",
        &["private key", "deploy key"],
        &["private_key", "ssl_key"],
    ),
    (
        "password",
        &["password", "Passwort", "contraseña", "mot de passe"],
        &["password", "DB_PASSWORD", "passwd", "pwd", "Passwort"],
    ),
    (
        "generic_secret",
        &["API key", "client secret", "access token"],
        &[
            "api_key",
            "client_secret",
            "SECRET_KEY",
            "auth_token",
            "apiSecret",
        ],
    ),
];

/// Those that stand in tables and records about people and firms.
pub fn personal() -> impl Iterator<
    Item = &'static (
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    ),
> {
    LABELS.iter().take(39)
}

/// Those that stand in configuration and code.
pub fn secret() -> impl Iterator<
    Item = &'static (
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    ),
> {
    LABELS.iter().skip(39)
}
