/** IP version of an address that only Terraform knows. */
export enum AddressFamily {
  /** IPv4. */
  IPV4 = "4",
  /** IPv6. */
  IPV6 = "6",
}
