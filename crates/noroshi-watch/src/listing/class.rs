//! The classes of goods on offer, and their tags in the taxonomies of MISP.

/// What is offered. The classes are those of a buyer's question, "what could be done with it?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GoodsClass {
    /// Accounts of wallets, QR payment, points, cards.
    PaymentAccount,
    /// Accounts of banks, securities firms and exchanges, and people who lend theirs.
    BankAccount,
    /// Scans, templates, forgeries and originals of identity documents.
    IdentityDocument,
    /// Lists of people: customers, residents, patients.
    PersonalData,
    /// Numbers that receive one-time codes, and relays of such codes.
    SmsVerification,
    /// Accounts of mail, social networks, auctions, games, subscriptions.
    ServiceAccount,
    /// A way into a network: VPN, RDP, web shell, administrator.
    AccessSale,
    /// An exploit or an unknown vulnerability.
    ExploitSale,
    /// Malware, its builders, and crime as a service.
    MalwareService,
    /// Source code, drawings, contracts, mail boxes: documents of an organisation.
    SourceCodeOrInternalDocument,
    /// No offer of goods at all.
    None,
}

impl GoodsClass {
    /// All classes; the last one is that of texts that offer nothing.
    pub const ALL: [Self; 11] = [
        Self::PaymentAccount,
        Self::BankAccount,
        Self::IdentityDocument,
        Self::PersonalData,
        Self::SmsVerification,
        Self::ServiceAccount,
        Self::AccessSale,
        Self::ExploitSale,
        Self::MalwareService,
        Self::SourceCodeOrInternalDocument,
        Self::None,
    ];

    /// The word used in JSON, in the store and in the table of jargon.
    pub fn word(self) -> &'static str {
        match self {
            Self::PaymentAccount => "payment-account",
            Self::BankAccount => "bank-account",
            Self::IdentityDocument => "identity-document",
            Self::PersonalData => "personal-data",
            Self::SmsVerification => "sms-verification",
            Self::ServiceAccount => "service-account",
            Self::AccessSale => "access-sale",
            Self::ExploitSale => "exploit-sale",
            Self::MalwareService => "malware-service",
            Self::SourceCodeOrInternalDocument => "source-code-or-internal-document",
            Self::None => "none",
        }
    }

    /// The class of a word of [`GoodsClass::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// Tags of the MISP taxonomies `dark-web` (version 11) and `infoleak` (version 10) that say the nearest to it.
    /// They lack numbers for one-time codes, access for sale and accounts by service.
    pub fn tags(self) -> &'static [&'static str] {
        const SALE: &str = "dark-web:motivation=\"marketplace-for-sale\"";
        match self {
            Self::PaymentAccount => {
                &["dark-web:topic=\"credit-card\"", "dark-web:structure=\"carding\"", SALE]
            }
            Self::BankAccount => {
                &["dark-web:topic=\"finance\"", "dark-web:topic=\"cash-out\"", SALE]
            }
            Self::IdentityDocument => &[
                "dark-web:topic=\"counterfeit-materials\"",
                "dark-web:topic=\"identification-credentials\"",
                SALE,
            ],
            Self::PersonalData => &["dark-web:structure=\"leaks\"", SALE],
            Self::SmsVerification => &["infoleak:analyst-detection=\"phone-number\"", SALE],
            Self::ServiceAccount => &[
                "dark-web:topic=\"identification-credentials\"",
                "dark-web:structure=\"creds-dumps\"",
                "infoleak:analyst-detection=\"credential\"",
                SALE,
            ],
            Self::AccessSale => {
                &["dark-web:topic=\"hacking\"", "dark-web:structure=\"hacking-claim\"", SALE]
            }
            Self::ExploitSale => {
                &["dark-web:topic=\"hacking\"", "infoleak:analyst-detection=\"cve\"", SALE]
            }
            Self::MalwareService => {
                &["dark-web:topic=\"hacking\"", "dark-web:topic=\"softwares\"", SALE]
            }
            Self::SourceCodeOrInternalDocument => &[
                "dark-web:topic=\"intellectual-property-copyright-materials\"",
                "dark-web:structure=\"leaks\"",
                SALE,
            ],
            Self::None => &[],
        }
    }
}
