//! I/O. The address guard: which addresses may be connected to. An address in, the verdict out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Who may be connected to: public addresses, and the ranges somebody named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Policy {
    allow: Vec<IpNet>,
    loopback_only: bool,
    private_too: bool,
}

/// Why an address is not connected to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It lies in a range that is not public and was not named.
    #[error("{address} is {what}")]
    Reserved {
        /// The address.
        address: IpAddr,
        /// What the range is for.
        what: &'static str,
    },
    /// Only loopback is reached by this policy.
    #[error("{0} is not loopback")]
    NotLoopback(IpAddr),
}

const LINK_LOCAL: &str = "link-local (cloud metadata)";

/// IPv4 ranges nobody publishes from: start, prefix length, what it is.
const V4_REFUSED: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "\"this network\""),
    ([10, 0, 0, 0], 8, "private"),
    ([100, 64, 0, 0], 10, "shared by carriers"),
    ([127, 0, 0, 0], 8, "loopback"),
    ([169, 254, 0, 0], 16, LINK_LOCAL),
    ([172, 16, 0, 0], 12, "private"),
    ([192, 0, 0, 0], 24, "reserved for protocols"),
    ([192, 0, 2, 0], 24, "for documentation"),
    ([192, 88, 99, 0], 24, "a former relay"),
    ([192, 168, 0, 0], 16, "private"),
    ([198, 18, 0, 0], 15, "for benchmarks"),
    ([198, 51, 100, 0], 24, "for documentation"),
    ([203, 0, 113, 0], 24, "for documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// IPv6 ranges inside and outside `2000::/3` that are refused by name; anything else outside `2000::/3` is refused too.
const V6_REFUSED: &[([u16; 8], u32, &str)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, "loopback"),
    ([0; 8], 96, "unspecified or IPv4-compatible"),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "a local translation prefix"),
    ([0x100, 0, 0, 0, 0, 0, 0, 0], 64, "discard-only"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "reserved for protocols"),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "for documentation"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "for documentation"),
    ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, "for segment routing"),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "private (unique local)"),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, LINK_LOCAL),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, "site-local"),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "multicast"),
];

impl Policy {
    /// Public addresses and the named ranges, nothing wider.
    pub fn public(allow: Vec<IpNet>) -> Self {
        Self { allow, loopback_only: false, private_too: false }
    }

    /// Loopback addresses inside the named ranges only: before a contact is set.
    pub fn loopback_only(allow: Vec<IpNet>) -> Self {
        Self { allow, loopback_only: true, private_too: false }
    }

    /// For a relay the operator names: private and loopback ranges too, but never link-local ones, where clouds keep
    /// their metadata.
    pub fn operator_named() -> Self {
        Self { allow: Vec::new(), loopback_only: false, private_too: true }
    }

    /// Loopback and nothing else: for what is sent in clear text.
    pub fn this_machine() -> Self {
        let loopback = ["127.0.0.0/8", "::1/128"].iter().filter_map(|net| net.parse().ok());
        Self::loopback_only(loopback.collect())
    }

    /// Whether only loopback is reached.
    pub fn is_loopback_only(&self) -> bool {
        self.loopback_only
    }

    /// Judges one address, as it would be dialled.
    pub fn judge(&self, address: IpAddr) -> Result<(), Refused> {
        // The kernel dials a mapped address as the IPv4 one, so that is what is judged.
        let address = address.to_canonical();
        if let Some(what) = refused_range(address)
            && !self.names(address)
            && !(self.private_too && what != LINK_LOCAL)
        {
            return Err(Refused::Reserved { address, what });
        }
        if self.loopback_only && !address.is_loopback() {
            return Err(Refused::NotLoopback(address));
        }
        Ok(())
    }

    fn names(&self, address: IpAddr) -> bool {
        self.allow.iter().any(|net| net.contains(&address))
    }
}

/// What the address is reserved for; None for a public one.
fn refused_range(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => refused_v4(v4),
        IpAddr::V6(v6) => refused_v6(v6),
    }
}

fn refused_v4(address: Ipv4Addr) -> Option<&'static str> {
    let inside = |start: [u8; 4], len: u32| (u32::from(address) ^ u32::from_be_bytes(start)) >> (32 - len) == 0;
    V4_REFUSED.iter().find(|(start, len, _)| inside(*start, *len)).map(|(_, _, what)| *what)
}

fn refused_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(embedded) = embedded_v4(address) {
        return embedded.into_iter().find_map(refused_v4);
    }
    let bits = u128::from(address);
    let inside = |start: [u16; 8], len: u32| (bits ^ u128::from(Ipv6Addr::from(start))) >> (128 - len) == 0;
    V6_REFUSED
        .iter()
        .find(|(start, len, _)| inside(*start, *len))
        .map(|(_, _, what)| *what)
        .or((bits >> 125 != 1).then_some("not a public range"))
}

/// The IPv4 addresses a translator or tunnel would go on to: the worst of them decides.
fn embedded_v4(address: Ipv6Addr) -> Option<Vec<Ipv4Addr>> {
    let s = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(vec![v4(high, low)]),
        [0x2002, high, low, ..] => Some(vec![v4(high, low)]),
        [0x2001, 0, server_high, server_low, _, _, client_high, client_low] => {
            Some(vec![v4(server_high, server_low), v4(!client_high, !client_low)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First and last address of each refused range, and the neighbours outside it that are public.
    const EDGES: &[(&str, &str, &[&str])] = &[
        ("0.0.0.0", "0.255.255.255", &["1.0.0.0"]),
        ("10.0.0.0", "10.255.255.255", &["9.255.255.255", "11.0.0.0"]),
        ("100.64.0.0", "100.127.255.255", &["100.63.255.255", "100.128.0.0"]),
        ("127.0.0.0", "127.255.255.255", &["126.255.255.255", "128.0.0.0"]),
        ("169.254.0.0", "169.254.255.255", &["169.253.255.255", "169.255.0.0"]),
        ("172.16.0.0", "172.31.255.255", &["172.15.255.255", "172.32.0.0"]),
        ("192.0.0.0", "192.0.0.255", &["191.255.255.255", "192.0.1.0"]),
        ("192.0.2.0", "192.0.2.255", &["192.0.1.255", "192.0.3.0"]),
        ("192.88.99.0", "192.88.99.255", &["192.88.98.255", "192.88.100.0"]),
        ("192.168.0.0", "192.168.255.255", &["192.167.255.255", "192.169.0.0"]),
        ("198.18.0.0", "198.19.255.255", &["198.17.255.255", "198.20.0.0"]),
        ("198.51.100.0", "198.51.100.255", &["198.51.99.255", "198.51.101.0"]),
        ("203.0.113.0", "203.0.113.255", &["203.0.112.255", "203.0.114.0"]),
        ("224.0.0.0", "239.255.255.255", &["223.255.255.255"]),
        ("240.0.0.0", "255.255.255.255", &[]),
        ("::", "::ffff:ffff", &[]),
        ("::ffff:127.0.0.0", "::ffff:127.255.255.255", &["::ffff:126.255.255.255", "::ffff:128.0.0.0"]),
        ("::ffff:0:10.0.0.0", "::ffff:0:10.255.255.255", &["::ffff:0:9.255.255.255", "::ffff:0:11.0.0.0"]),
        ("64:ff9b::10.0.0.0", "64:ff9b::10.255.255.255", &["64:ff9b::9.255.255.255", "64:ff9b::11.0.0.0"]),
        ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", &[]),
        ("100::", "100::ffff:ffff:ffff:ffff", &[]),
        ("2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", &["2001:200::"]),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", &["2001:db7:ffff::", "2001:db9::"]),
        ("2002:a00::", "2002:aff:ffff:ffff:ffff:ffff:ffff:ffff", &["2002:9ff:ffff::", "2002:b00::"]),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", &["3ffe:ffff::", "3fff:1000::"]),
        ("4000::", "5fff:ffff::", &["3fff:ffff::"]),
        ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", &[]),
        ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", &[]),
        ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", &[]),
        ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", &[]),
    ];

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("a test address parses")
    }

    #[test]
    fn every_reserved_range_is_refused_at_both_edges_and_its_public_neighbours_are_not() {
        let policy = Policy::public(Vec::new());
        for (first, last, neighbours) in EDGES {
            assert!(policy.judge(ip(first)).is_err(), "{first}");
            assert!(policy.judge(ip(last)).is_err(), "{last}");
            for neighbour in *neighbours {
                assert_eq!(policy.judge(ip(neighbour)), Ok(()), "{neighbour}");
            }
        }
    }

    #[test]
    fn teredo_is_judged_by_server_and_client() {
        let policy = Policy::public(Vec::new());
        let teredo = |server: [u8; 4], client: [u8; 4]| {
            let [a, b] = [u32::from_be_bytes(server), !u32::from_be_bytes(client)];
            IpAddr::V6(Ipv6Addr::from((0x2001_0000_u128 << 96) | (u128::from(a) << 64) | u128::from(b)))
        };
        assert_eq!(policy.judge(teredo([8, 8, 8, 8], [9, 9, 9, 9])), Ok(()));
        assert!(policy.judge(teredo([8, 8, 8, 8], [127, 0, 0, 1])).is_err());
        assert!(policy.judge(teredo([10, 0, 0, 1], [9, 9, 9, 9])).is_err());
    }

    #[test]
    fn a_named_range_opens_itself_and_nothing_wider() {
        let policy = Policy::public(vec!["10.1.0.0/16".parse().expect("a range"), "::1/128".parse().expect("a range")]);
        for allowed in ["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "::1", "93.184.216.34"] {
            assert_eq!(policy.judge(ip(allowed)), Ok(()), "{allowed}");
        }
        for refused in ["10.0.255.255", "10.2.0.0", "127.0.0.1", "::2", "64:ff9b::10.1.2.3", "2002:a01:203::"] {
            assert!(policy.judge(ip(refused)).is_err(), "{refused}");
        }
    }

    #[test]
    fn loopback_only_still_needs_the_range_to_be_named() {
        let policy = Policy::loopback_only(vec!["127.0.0.1/32".parse().expect("a range")]);
        assert_eq!(policy.judge(ip("127.0.0.1")), Ok(()));
        assert!(matches!(policy.judge(ip("127.0.0.2")), Err(Refused::Reserved { .. })));
        assert!(matches!(policy.judge(ip("93.184.216.34")), Err(Refused::NotLoopback(_))));
    }

    #[test]
    fn this_machine_is_loopback_in_both_families_and_nothing_else() {
        let policy = Policy::this_machine();
        for allowed in ["127.0.0.1", "127.8.8.8", "::1"] {
            assert_eq!(policy.judge(ip(allowed)), Ok(()), "{allowed}");
        }
        for refused in ["10.0.0.25", "93.184.216.34", "fd00::25", "::2"] {
            assert!(policy.judge(ip(refused)).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_relay_the_operator_names_may_be_private_but_never_link_local() {
        let policy = Policy::operator_named();
        for allowed in ["10.0.0.25", "127.0.0.1", "::1", "fd00::25"] {
            assert_eq!(policy.judge(ip(allowed)), Ok(()), "{allowed}");
        }
        for refused in ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "fe80::1"] {
            assert!(policy.judge(ip(refused)).is_err(), "{refused}");
        }
    }
}
