import { identityKey, isExactIdentity } from "../../lib/model/identity";

describe("W3: an IKE identity", () => {
  it.each([
    ...["198.51.100.2", "fd00::1", "office.example", "branch", "vpn_1.example", "a@b.example"],
    ...["O=Example Company, CN=18", "C=DE,O=lab,CN=office/1", "emailAddress=x@y.example, CN=a"],
  ])("names one peer: %s", (text) => expect(isExactIdentity(text)).toBe(true));

  it.each([
    // Everybody.
    ...["", "0.0.0.0", "::", "0::0", "0:0:0:0:0:0:0:0", "%any", "%any6", "*"],
    // Ranges and subnets.
    ...["10.0.0.1-10.0.0.9", "fd00::1-fd00::9", "10.0.0.0/8", "fd00::/8"],
    // Patterns.
    ...["*.example", "*@corp", "user@*", "CN=*", "O=Company, CN=*", "C=*, O=*"],
    // charon's type prefixes and notations.
    ...["ipv4range:0.0.0.0-255.255.255.255", "ipv6net:::/0", "ipv4:10.0.0.1", "keyid:0a0b"],
    ...["email:a@b", "rfc822:a@b", "fqdn:a", "dns:a", "asn1dn:#300c", "asn1gn:a", "xmppaddr:a"],
    ...["{1}:abc", "@#0a0b", "@office", "@@a@b", "/CN=office", "aa:bb"],
    // An address with a mistake, a mailbox with two hosts, a subject that charon takes for a string.
    ...["10.0.0", "10.0.0.300", "1", "a@b@c", "a@", "@", "XX=office", "CN=", "=a", "CN=a, ,O=b"],
    ...["a b", "a\nb", "office.", "-a", "a{b}", 'a"b'],
  ])("is not %j", (text) => expect(isExactIdentity(text)).toBe(false));
});

describe("W2: identities are the same to charon", () => {
  it.each([
    ["Office.Example", "office.example"],
    ["VPN@Office.example", "vpn@office.example"],
    ["FD00:0:0::1", "fd00::1"],
    ["O=Lab,CN=Office", "o=lab, cn=office"],
    ["E=a@b.example", "emailAddress=a@b.example"],
  ])("%s and %s", (one, other) => expect(identityKey(one)).toBe(identityKey(other)));

  it.each([
    ["office.example", "office.example.org"],
    ["fd00::1", "fd00::10"],
    ["CN=a, O=b", "O=b, CN=a"],
  ])("but not %s and %s", (one, other) => expect(identityKey(one)).not.toBe(identityKey(other)));
});
