//! Everything that can be found, one file each. `tokens`, `assignment`, `mention`, `base_64` and `hashes` are what several share.

mod anthropic_key;
mod assignment;
mod au_medicare;
mod au_tfn;
mod aws_access_key;
mod azure_storage_key;
mod base_64;
mod br_cpf;
mod ca_sin;
mod credit_card;
mod crypto_wallet;
mod date_of_birth;
mod de_tax_id;
mod email;
mod es_nie;
mod es_nif;
mod fr_nir;
mod gcp_service_account;
mod generic_secret;
mod github_token;
mod gitlab_token;
mod google_api_key;
mod hashes;
mod iban;
mod in_aadhaar;
mod in_pan;
mod ip_address;
mod it_fiscal_code;
mod jwt;
mod kr_rrn;
mod mention;
mod nl_bsn;
mod npm_token;
mod openai_key;
mod password;
mod phone;
mod pl_pesel;
mod private_key;
mod pypi_token;
mod se_personnummer;
mod sendgrid_key;
mod sg_nric;
mod slack_token;
mod slack_webhook;
mod stripe_key;
mod swift_bic;
mod tokens;
mod uk_driving_licence;
mod uk_nhs;
mod uk_nino;
mod uk_sort_account;
mod us_aba_routing;
mod us_bank_account;
mod us_dea;
mod us_driver_license;
mod us_ein;
mod us_itin;
mod us_mbi;
mod us_npi;
mod us_passport;
mod us_ssn;
mod za_id;

use crate::Entity;
use crate::detector::Detector;

/// All detectors, in the order of their entities.
pub(crate) static DETECTORS: [Detector; Entity::ALL.len()] = [
    credit_card::DETECTOR,
    iban::DETECTOR,
    us_aba_routing::DETECTOR,
    us_bank_account::DETECTOR,
    swift_bic::DETECTOR,
    uk_sort_account::DETECTOR,
    crypto_wallet::DETECTOR,
    us_ssn::DETECTOR,
    us_itin::DETECTOR,
    us_ein::DETECTOR,
    us_passport::DETECTOR,
    us_driver_license::DETECTOR,
    us_mbi::DETECTOR,
    us_npi::DETECTOR,
    us_dea::DETECTOR,
    email::DETECTOR,
    phone::DETECTOR,
    ip_address::DETECTOR,
    date_of_birth::DETECTOR,
    uk_nhs::DETECTOR,
    uk_nino::DETECTOR,
    uk_driving_licence::DETECTOR,
    ca_sin::DETECTOR,
    au_tfn::DETECTOR,
    au_medicare::DETECTOR,
    in_aadhaar::DETECTOR,
    in_pan::DETECTOR,
    de_tax_id::DETECTOR,
    fr_nir::DETECTOR,
    es_nif::DETECTOR,
    es_nie::DETECTOR,
    it_fiscal_code::DETECTOR,
    pl_pesel::DETECTOR,
    nl_bsn::DETECTOR,
    se_personnummer::DETECTOR,
    br_cpf::DETECTOR,
    sg_nric::DETECTOR,
    za_id::DETECTOR,
    kr_rrn::DETECTOR,
    aws_access_key::DETECTOR,
    google_api_key::DETECTOR,
    azure_storage_key::DETECTOR,
    gcp_service_account::DETECTOR,
    github_token::DETECTOR,
    gitlab_token::DETECTOR,
    npm_token::DETECTOR,
    pypi_token::DETECTOR,
    slack_token::DETECTOR,
    slack_webhook::DETECTOR,
    stripe_key::DETECTOR,
    anthropic_key::DETECTOR,
    openai_key::DETECTOR,
    sendgrid_key::DETECTOR,
    jwt::DETECTOR,
    private_key::DETECTOR,
    password::DETECTOR,
    generic_secret::DETECTOR,
];

#[cfg(test)]
use crate::{Confidence, Entities, Inspector};

/// Checks that exactly what `«»` mark is found as `entity`.
#[cfg(test)]
pub(crate) fn assert_found(entity: Entity, marked: &str) {
    let start = marked.find('«').unwrap();
    let end = marked.find('»').unwrap() - '«'.len_utf8();
    let text = marked.replace(['«', '»'], "");
    let found = Inspector::new(Entities::ALL).scan(&text);
    let right = found
        .iter()
        .any(|one| (one.entity, one.start, one.end) == (entity, start, end));
    assert!(right, "{entity} is not found in `{marked}`: {found:?}");
}

/// Checks that nothing in `text` is found as `entity`, and not even thought likely where it stands alone.
#[cfg(test)]
pub(crate) fn assert_ignored(entity: Entity, text: &str) {
    let found =
        Inspector::new(Entities::ALL).scan(&alloc::format!("{text}\n{}", "\n. . . .".repeat(12)));
    let wrong = found
        .iter()
        .any(|one| one.entity == entity && one.confidence >= Confidence::Low);
    assert!(!wrong, "{entity} is found in `{text}`: {found:?}");
}

#[cfg(test)]
mod tests {
    use super::DETECTORS;
    use crate::Entity;

    #[test]
    fn every_entity_has_its_detector() {
        assert!(
            DETECTORS
                .iter()
                .map(|detector| detector.entity)
                .eq(Entity::ALL)
        );
    }
}
