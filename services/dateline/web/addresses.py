"""Which IP addresses may be connected to. Pure: no name is resolved and no socket opened here.

Refused is what the IANA special-purpose registries (RFC 6890) call not globally reachable, and every IPv6
form that carries such an IPv4 address inside, because a network on the way may unwrap it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_REFUSED: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The first that matches names the reason. Python's own is_global changes between releases; this does not.
    ("metadata", ("169.254.169.254/32", "169.254.170.2/32", "100.100.100.200/32", "fd00:ec2::254/128")),
    ("loopback", ("127.0.0.0/8", "::1/128")),
    ("unspecified", ("0.0.0.0/8", "::/128")),
    ("private", ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")),
    ("link-local", ("169.254.0.0/16", "fe80::/10")),
    ("shared", ("100.64.0.0/10",)),  # carrier-grade NAT, RFC 6598
    ("multicast", ("224.0.0.0/4", "ff00::/8")),
    (
        "reserved",
        (
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "100::/64",
            "2001:2::/48",
            "2001:10::/28",
            "2001:20::/28",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "64:ff9b:1::/48",  # NAT64 of a local operator (RFC 8215): where it ends is not ours to know
        ),
    ),
)
_REFUSED_NETWORKS = tuple(
    (reason, ipaddress.ip_network(network)) for reason, networks in _REFUSED for network in networks
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, section 2.5.5.1, long deprecated
_IPV4_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")  # RFC 2765
_ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214, section 6.1


def parse_networks(text: str) -> tuple[IPNetwork, ...]:
    """CIDR networks parted by commas or spaces. Raises ValueError."""
    return tuple(ipaddress.ip_network(part) for part in text.replace(",", " ").split())


def _embedded(address: IPAddress) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses inside an IPv6 one: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    number = int(address)
    if any(address in network for network in (_NAT64, _IPV4_COMPATIBLE, _IPV4_TRANSLATED)):
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if (number >> 32) & 0xFFFFFFFF in _ISATAP_MARKS:
        yield ipaddress.IPv4Address(number & 0xFFFFFFFF)


def within(address: IPAddress, network: IPNetwork) -> bool:
    """Whether the network has the address; one of the other family has it not."""
    return address.version == network.version and address in network


def refusal(address: IPAddress, allowed: tuple[IPNetwork, ...] = ()) -> str | None:
    """Why `address` must not be connected to, in one word; None when it may.

    `allowed` are networks that may be reached in spite of it. An IPv6 address that carries an IPv4 address
    is judged by both, and allowed by either.
    """
    candidates = [address, *_embedded(address)]
    if any(within(candidate, network) for candidate in candidates for network in allowed):
        return None
    for candidate in candidates:
        for reason, network in _REFUSED_NETWORKS:
            if within(candidate, network):
                return reason
    return None
