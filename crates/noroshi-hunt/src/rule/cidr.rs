//! Networks of IPv4 and IPv6.

use std::fmt;
use std::net::IpAddr;

/// A network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cidr {
    address: IpAddr,
    bits: u8,
}

impl Cidr {
    /// A network as `10.0.0.0/8` or `fe80::/10`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let bits: u8 = bits.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether the text is an address of the network. An IPv4 address in IPv6 clothes
    /// (`::ffff:10.0.0.1`), as Sysmon and the Security log write it, is an IPv4 address.
    pub(crate) fn contains(&self, text: &str) -> bool {
        let text = text.trim_start_matches('[').trim_end_matches(']');
        let text = text.split_once('%').map_or(text, |(address, _)| address);
        text.parse::<IpAddr>()
            .is_ok_and(|address| self.holds(address) || self.holds(address.to_canonical()))
    }

    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.bits);
                (u32::from(own) ^ u32::from(other)).checked_shr(shift).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.bits);
                (u128::from(own) ^ u128::from(other)).checked_shr(shift).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(network: &str, address: &str, expect: bool) {
        let network = Cidr::parse(network).expect("a network");
        assert_eq!(network.contains(address), expect, "{network} {address}");
    }

    #[test]
    fn addresses_of_both_families_are_in_their_networks() {
        check("10.0.0.0/8", "10.255.0.1", true);
        check("10.0.0.0/8", "11.0.0.1", false);
        check("0.0.0.0/0", "203.0.113.1", true);
        check("192.0.2.1/32", "192.0.2.1", true);
        check("::1/128", "::1", true);
        check("::1/128", "::2", false);
        check("fe80::/10", "fe80::1%eth0", true);
        check("2001:db8::/32", "2001:db9::1", false);
        check("10.0.0.0/8", "::ffff:10.1.2.3", true);
        check("::/0", "10.0.0.1", false);
        check("10.0.0.0/8", "10.0.0.1 and more", false);
    }
}
