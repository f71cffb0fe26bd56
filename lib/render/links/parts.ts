/** What differs between gateways, by the function where it belongs. */
export interface Parts {
  readonly where: string;
  readonly present: string;
  readonly index: string;
  readonly wanted: string;
  readonly nicWanted: string;
  readonly removed: string;
  readonly returned: string;
  readonly nic: string;
  readonly add: string;
  readonly made: string;
}
