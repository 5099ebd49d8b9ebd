//! What can be found, and what it is called.

use crate::Confidence;

macro_rules! entities {
    ($($number:literal $variant:ident $name:literal $preset:literal $about:literal,)+) => {
        /// Something that can be found in text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Entity {
            $(#[doc = $about] $variant = $number,)+
        }

        impl Entity {
            /// Every one, in the order of their numbers.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$variant),+];

            /// Its name in findings: `credit_card`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Its name in policies: `paymentCard`.
            #[must_use]
            pub const fn preset(self) -> &'static str {
                match self {
                    $(Self::$variant => $preset,)+
                }
            }

            /// What it is, for people: `payment card number`.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$variant => $about,)+
                }
            }
        }
    };
}

entities! {
    0 CreditCard "credit_card" "paymentCard" "payment card number",
    1 Iban "iban" "iban" "international bank account number (IBAN)",
    2 UsAbaRouting "us_aba_routing" "usAbaRouting" "US bank routing number",
    3 UsBankAccount "us_bank_account" "usBankAccount" "US bank account number",
    4 SwiftBic "swift_bic" "swiftBic" "bank identifier code (SWIFT, BIC)",
    5 UkSortAccount "uk_sort_account" "ukSortAccount" "UK sort code with account number",
    6 CryptoWallet "crypto_wallet" "cryptoWallet" "cryptocurrency address",
    7 UsSsn "us_ssn" "usSsn" "US Social Security number",
    8 UsItin "us_itin" "usItin" "US individual taxpayer number (ITIN)",
    9 UsEin "us_ein" "usEin" "US employer identification number",
    10 UsPassport "us_passport" "usPassport" "US passport number",
    11 UsDriverLicense "us_driver_license" "usDriverLicense" "US driver's license number",
    12 UsMbi "us_mbi" "usMbi" "US Medicare beneficiary identifier",
    13 UsNpi "us_npi" "usNpi" "US national provider identifier",
    14 UsDea "us_dea" "usDea" "US DEA registration number",
    15 Email "email" "email" "e-mail address",
    16 Phone "phone" "phone" "telephone number",
    17 IpAddress "ip_address" "ipAddress" "IP address",
    18 DateOfBirth "date_of_birth" "dateOfBirth" "date of birth",
    19 UkNhs "uk_nhs" "ukNhs" "UK NHS number",
    20 UkNino "uk_nino" "ukNino" "UK National Insurance number",
    21 UkDrivingLicence "uk_driving_licence" "ukDrivingLicence" "UK driving licence number",
    22 CaSin "ca_sin" "caSin" "Canadian social insurance number",
    23 AuTfn "au_tfn" "auTfn" "Australian tax file number",
    24 AuMedicare "au_medicare" "auMedicare" "Australian Medicare number",
    25 InAadhaar "in_aadhaar" "inAadhaar" "Indian Aadhaar number",
    26 InPan "in_pan" "inPan" "Indian permanent account number (PAN)",
    27 DeTaxId "de_tax_id" "deTaxId" "German tax identification number",
    28 FrNir "fr_nir" "frNir" "French social security number (NIR)",
    29 EsNif "es_nif" "esNif" "Spanish tax number (NIF, DNI)",
    30 EsNie "es_nie" "esNie" "Spanish foreigner number (NIE)",
    31 ItFiscalCode "it_fiscal_code" "itFiscalCode" "Italian fiscal code",
    32 PlPesel "pl_pesel" "plPesel" "Polish PESEL number",
    33 NlBsn "nl_bsn" "nlBsn" "Dutch citizen service number (BSN)",
    34 SePersonnummer "se_personnummer" "sePersonnummer" "Swedish personal identity number",
    35 BrCpf "br_cpf" "brCpf" "Brazilian CPF number",
    36 SgNric "sg_nric" "sgNric" "Singaporean NRIC or FIN",
    37 ZaId "za_id" "zaId" "South African identity number",
    38 KrRrn "kr_rrn" "krRrn" "South Korean resident registration number",
    39 AwsAccessKey "aws_access_key" "awsAccessKey" "AWS access key id",
    40 GoogleApiKey "google_api_key" "googleApiKey" "Google API key",
    41 AzureStorageKey "azure_storage_key" "azureStorageKey" "Azure storage account key",
    42 GcpServiceAccount "gcp_service_account" "gcpServiceAccount" "Google Cloud service account file",
    43 GithubToken "github_token" "githubToken" "GitHub token",
    44 GitlabToken "gitlab_token" "gitlabToken" "GitLab token",
    45 NpmToken "npm_token" "npmToken" "npm token",
    46 PypiToken "pypi_token" "pypiToken" "PyPI token",
    47 SlackToken "slack_token" "slackToken" "Slack token",
    48 SlackWebhook "slack_webhook" "slackWebhook" "Slack webhook address",
    49 StripeKey "stripe_key" "stripeKey" "Stripe live key",
    50 AnthropicKey "anthropic_key" "anthropicKey" "Anthropic API key",
    51 OpenaiKey "openai_key" "openaiKey" "OpenAI API key",
    52 SendgridKey "sendgrid_key" "sendgridKey" "SendGrid API key",
    53 Jwt "jwt" "jwt" "JSON Web Token",
    54 PrivateKey "private_key" "privateKey" "private key",
    55 Password "password" "password" "password",
    56 GenericSecret "generic_secret" "genericSecret" "secret or API key",
}

impl Entity {
    /// Reads a name of either kind; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.name() == name || one.preset() == name)
    }

    /// Reads a number; `None` if it has none.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Whether it is a secret, such as a key or a password: the end of one is a part of it and is never shown.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        self as u8 >= Self::AwsAccessKey as u8
    }

    pub(crate) const fn bit(self) -> u64 {
        1 << self as u8
    }
}

impl core::fmt::Display for Entity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entities(u64);

impl Entities {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << Entity::ALL.len()) - 1);

    /// The set with `entity` in it, too.
    #[must_use]
    pub const fn with(self, entity: Entity) -> Self {
        Self(self.0 | entity.bit())
    }

    /// Whether `entity` is in it.
    #[must_use]
    pub const fn contains(self, entity: Entity) -> bool {
        self.0 & entity.bit() != 0
    }

    /// As bits: bit n is the entity with the number n. What bundles hold.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// From bits; those that no entity has are left out.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Those in it, by number.
    pub fn iter(self) -> impl Iterator<Item = Entity> {
        Entity::ALL
            .into_iter()
            .filter(move |one| self.contains(*one))
    }
}

impl FromIterator<Entity> for Entities {
    fn from_iter<T: IntoIterator<Item = Entity>>(entities: T) -> Self {
        entities.into_iter().fold(Self::NONE, Self::with)
    }
}

/// One place in a text where something is. It does not hold what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub entity: Entity,
    /// Where it begins, in bytes of the original.
    pub start: usize,
    /// Where it ends, in bytes of the original.
    pub end: usize,
    /// How sure.
    pub confidence: Confidence,
    /// Equal for equal values however they are written, and under the same key only.
    pub fingerprint: u64,
}

/// How many different values of `entity` are among `findings`, at least as sure as `floor`.
#[must_use]
pub fn count_unique(findings: &[Finding], entity: Entity, floor: Confidence) -> u32 {
    let mut prints: alloc::vec::Vec<u64> = findings
        .iter()
        .filter(|finding| finding.entity == entity && finding.confidence >= floor)
        .map(|finding| finding.fingerprint)
        .collect();
    prints.sort_unstable();
    prints.dedup();
    u32::try_from(prints.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Entities, Entity};

    #[test]
    fn numbers_and_both_names_lead_to_the_entity() {
        for (at, entity) in Entity::ALL.into_iter().enumerate() {
            assert_eq!(entity as usize, at);
            assert_eq!(Entity::from_number(entity as u8), Some(entity));
            assert_eq!(Entity::parse(entity.name()), Some(entity));
            assert_eq!(Entity::parse(entity.preset()), Some(entity));
        }
        assert_eq!(Entity::parse("nonsense"), None);
    }

    #[test]
    fn a_set_survives_as_bits() {
        let set: Entities = [Entity::UsSsn, Entity::GenericSecret].into_iter().collect();
        assert_eq!(Entities::from_bits(set.bits()), set);
        assert!(set.iter().eq([Entity::UsSsn, Entity::GenericSecret]));
        assert_eq!(Entities::from_bits(u64::MAX), Entities::ALL);
    }
}
