/*
 * Every constant of the model of areas, typed, with its reason. Scales are on the logit (shares) or the logarithm (votes a
 * sheet). They are weak priors of what the night itself shows as soon as there are a few snapshots.
 */

/** Prior medians of the scales of one coordinate. */
export type ScalePriors = {
  /** Between areas. */
  readonly between: number;
  /** Of the slopes of areas around the shared one, per whole count. */
  readonly slope: number;
  /** Of the walk of an area's level over a whole count. */
  readonly walk: number;
  /** Of one sheet around its batch, beyond counting noise. */
  readonly sheet: number;
};

export type AreaParameters = {
  /** Options with at least this share have coordinates of their own, at most so many: areas are few, so coordinates are cheap. */
  readonly chain: { readonly ownCoordinateFrom: number; readonly mostCoordinates: number };
  /** The others share the tail as they do so far, each within this spread (sd of the logarithm). */
  readonly tailSpread: number;
  /** Batches of an area are merged up to this share of its sheets: thinner ones only cost time. */
  readonly batchShare: number;
  readonly logit: ScalePriors;
  readonly size: ScalePriors;
  /** How firmly the prior medians hold: sd of the logarithm of a scale. About a factor of 3 either way. */
  readonly priorSpread: number;
  /** Prior sd of the shared slope per whole count: beyond one unit a count would turn around on its way. */
  readonly sharedSlopeSd: number;
  /** A trend is carried on at most this many times the range that an area has shown: beyond, nothing was seen. */
  readonly trendReach: number;
  /** Earlier moments of the same night, as shares of the sheets counted now, that are forecast from (STATISTICS section 2). */
  readonly origins: readonly number[];
  /** Weights of the variants are inverse powers of their earlier errors: 2 is the weight of inverse variances. */
  readonly weightPower: number;
  /** Errors below this share of the base do not tell variants apart. */
  readonly weightFloor: number;
  /**
   * Prior of the shared shock of what is out: freedom, and scales of the leading pair, the other shares, and votes a sheet. Set on
   * Bolivia 2019 and Mexico 2018 cut into areas, in their own and in seven drawn orders: real nights would do with two thirds of it,
   * orders in which small or rural places come last within each area would not.
   */
  readonly shockFreedom: number;
  readonly shockPrior: readonly [number, number, number];
  /** What an earlier forecast of the same night weighs in the shock: less than one, since they share their later sheets. */
  readonly originWeight: number;
  /** Early counts are the most selected: the prior scale is multiplied by 1 + early x exp(-counted / earlySpan). */
  readonly shockEarly: number;
  readonly shockEarlySpan: number;
  /** The last sheets of a night differ most from those just before: the shock grows as 1 + tail x (share counted). */
  readonly shockTail: number;
  /** An area with nothing in is later than all others: sd of its level between areas is taken this many times. */
  readonly silentSpread: number;
  /** Sheets set aside are a selected group, in a direction that is not known: scale of their shift, on the logit, well above the shock. */
  readonly setAsideShift: number;
  /** How many of them will be counted in the end is not known: uniform from this share to all. */
  readonly setAsideKept: number;
  /** A sheet that is out has at most so many times the votes of a sheet of the fullest area: paper and lists have an end. */
  readonly fullestSheet: number;
  /** Expected votes are an authority's guess: sd of the logarithm of what is still out of them. */
  readonly expectedVotesSpread: number;
  /** Refusals. */
  readonly silentMost: number;
  readonly widestLead: number;
  /** Never too wide with this share of the sheets in and at most that share silent: a wide interval is an answer too. */
  readonly speakFrom: number;
  readonly speakBelow: number;
  readonly fewestSheets: number;
  /** With fewer areas the differences between them cannot be measured. */
  readonly fewestAreas: number;
  /** Kinds of vote that are counted alike may differ by so much in the share that is in. */
  readonly kindsApart: number;
  /** Base votes of areas of which nobody says how many sheets are expected, as a share of all: above, nothing is said. */
  readonly unknownMost: number;
  /** Parts named in an answer. */
  readonly mostParts: number;
};

export const AREA_PARAMETERS: AreaParameters = {
  chain: { ownCoordinateFrom: 0.001, mostCoordinates: 10 },
  tailSpread: 0.3,
  batchShare: 1 / 10,
  logit: { between: 0.5, slope: 0.15, walk: 0.15, sheet: 1.2 },
  size: { between: 0.3, slope: 0.1, walk: 0.1, sheet: 0.8 },
  priorSpread: 1,
  sharedSlopeSd: 0.4,
  trendReach: 0.5,
  origins: [0.5, 0.7, 0.85],
  weightPower: 2,
  weightFloor: 0.002,
  shockFreedom: 3,
  shockPrior: [0.12, 0.06, 0.05],
  originWeight: 0.5,
  shockEarly: 4,
  shockEarlySpan: 0.1,
  shockTail: 0.5,
  silentSpread: 1.5,
  setAsideShift: 0.4,
  setAsideKept: 0.5,
  fullestSheet: 1.5,
  expectedVotesSpread: 0.1,
  silentMost: 0.5,
  widestLead: 0.12,
  speakFrom: 0.25,
  speakBelow: 0.3,
  fewestSheets: 30,
  fewestAreas: 3,
  kindsApart: 0.1,
  unknownMost: 0.05,
  mostParts: 50,
};
