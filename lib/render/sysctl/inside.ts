/** Apart from sysctl.d(5), whose files are for the machine's own network namespace. */
export const INSIDE_SYSCTL = "/etc/vpn-gateway/private-sysctl.conf";
