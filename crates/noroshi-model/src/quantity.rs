//! Money, with its currency.

/// ISO 4217 currencies that reports name, and Bitcoin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the ISO 4217 code is the documentation")]
pub enum Currency {
    Jpy,
    Usd,
    Eur,
    Gbp,
    Cny,
    Krw,
    Rub,
    Twd,
    Btc,
    Usdt,
}

impl Currency {
    /// ISO 4217 code; `BTC` and `USDT` for those two.
    pub fn code(self) -> &'static str {
        match self {
            Self::Jpy => "JPY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Cny => "CNY",
            Self::Krw => "KRW",
            Self::Rub => "RUB",
            Self::Twd => "TWD",
            Self::Btc => "BTC",
            Self::Usdt => "USDT",
        }
    }
}

/// An amount of money. The amount is decimal text in plain digits (`1200`, `0.5`), so no
/// rounding happens between a report and a brief.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Money {
    /// Plain decimal digits with at most one point.
    pub amount: String,
    /// Its currency.
    pub currency: Currency,
}

impl std::fmt::Display for Money {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.amount, self.currency.code())
    }
}
