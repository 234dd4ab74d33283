/** How much one client may ask of the desk server. */
export type DeskLimits = {
  /** Requests a minute from one address: a whole centre may sit behind one. */
  readonly perAddress: number;
  /** Requests a minute of one signed-in person. */
  readonly perPerson: number;
  /** Attempts a minute, from one address, at passwords and codes. */
  readonly perAddressStrict: number;
  /** Requests a minute to the door from one address: a carrier may put thousands of phones behind one. */
  readonly intakePerAddress: number;
  /** Requests a minute to the door, of all together. */
  readonly intakeInAll: number;
  readonly bodyBytes: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly sheetBytes: number;
  readonly submissionBytes: number;
  /** One piece of an upload. */
  readonly pieceBytes: number;
  /** Bytes of sheets that are on their way in, of all senders together. */
  readonly arrivingBytes: number;
  /** A request that is not here whole by then is given up. */
  readonly requestMs: number;
  readonly headersMs: number;
  readonly idempotencyKeys: number;
};

export const DESK_LIMITS: DeskLimits = {
  perAddress: 6000,
  perPerson: 600,
  perAddressStrict: 60,
  intakePerAddress: 30_000,
  intakeInAll: 120_000,
  bodyBytes: 64 * 1024,
  pages: 16,
  pageBytes: 15_000_000,
  sheetBytes: 40_000_000,
  submissionBytes: 4096,
  pieceBytes: 262_144,
  arrivingBytes: 200_000_000,
  requestMs: 120_000,
  headersMs: 20_000,
  idempotencyKeys: 50_000,
};
