/*
 * Every constant of the station model, in one place, typed, with its reason. None is Bolivian, Peruvian or Mexican: where one was
 * chosen by scoring, `docs/projection/constants.md` shows it under each of the fits that leave one election out.
 */

export type Parameters = {
  /** Log-scale sd of the share of each small option in the votes of the small ones. */
  readonly tailSd: number;
  /** Options with at least this share of the base so far have coordinates of their own; the others share the tail, split as so far. */
  readonly ownCoordinateFrom: number;
  /** At most so many options with coordinates of their own: time grows with each. */
  readonly mostCoordinates: number;
  /** EM steps (each with a new linearisation) from a cold start and from a warm one. */
  readonly coldSteps: number;
  readonly warmSteps: number;
  /** From the variances and coefficients of an update before: two steps are within 0.005 points of twenty. */
  readonly updateSteps: number;
  /**
   * A variant that weighs no more than this is left out of an update, because its few draws cost a whole fit: its sister (the other form of
   * the trend) draws for it; those without one are left out as long as they weigh no more than this together.
   */
  readonly updateLeast: number;
  /** With more than this share of the sheets new since, an update does not start from where the others stood: one step is not enough. */
  readonly updateNew: number;
  /** Prior of every variance of the tree: as if `tauFreedom` edges of this level had been seen with this squared size. */
  readonly tauFreedom: number;
  readonly tauPrior: number;
  /**
   * Prior sd of a coefficient, on the logit: of facts known before (per sd of the column), of the trend of places and of the tables
   * within them (per whole count) and of the earlier election (per sd; a slope near 1 is the rule there).
   */
  readonly slopeSd: {
    readonly fixed: number;
    readonly trend: number;
    readonly within: number;
    readonly previous: number;
  };
  /** How far behind the last rank seen a trend is carried on, in units of the range seen: beyond, nothing was ever observed. */
  readonly trendReach: number;
  /** Origins of the earlier forecasts, as shares of the sheets in now (STATISTICS section 2). */
  readonly origins: readonly number[];
  /** Power of the inverse mean square error in the weights: higher picks, lower averages. */
  readonly weightPower: number;
  /** Errors below this (fraction of the base) do not tell variants apart. */
  readonly weightFloor: number;
  /**
   * Degrees of freedom and scale of the prior of the shared shock on the logit: of the turnout, of the leading pair, of those two against the
   * rest, and of each smaller option within the rest (small options move relatively more).
   */
  readonly shockFreedom: number;
  readonly shockPrior: {
    readonly turnout: number;
    readonly pair: number;
    readonly two: number;
    readonly smaller: number;
  };
  /** The shock of a top-level area, as a multiple of the shared one. */
  readonly areaShock: number;
  /**
   * The forecasts from earlier moments reach from the middle of a share f of the count over half of it, the one asked for over half of the
   * whole: 1 / f as far. Their discrepancies are scaled by this power of that (0: an error does not grow with the reach, 1: it drifts).
   */
  readonly shockReach: number;
  /** Scale of the prior early on: times 1 + `shockEarly` exp(-heard / `shockEarlyFor`), heard being the share of the roll that is in. */
  readonly shockEarly: number;
  readonly shockEarlyFor: number;
  /** With less than this share of the roll out the prior shrinks with the root of it: few sheets leave little room for being unlike all others. */
  readonly shockThin: number;
  /** A sheet that the authority sets aside is one of a selected group: its own further shock, as a multiple of the prior. */
  readonly setAsideShock: number;
  /**
   * Later corrections of sheets that are in a preliminary count: over N sheets the sd of an option's share p is this times the root of
   * p (1 - p) / N. The corrections of 2018 and 2019 (STATISTICS, `collation`) were of 0.2 to 1.6 times as much for options above one
   * in twenty. They are of sheets, so fewer sheets have larger ones.
   */
  readonly correction: number;
  /** A figure in the wrong box is as large for a small option: to the variance of each share comes the square of this over N. */
  readonly wrongBox: number;
  /** Refusals: silent roll with and without a previous election or covariates; 80 % width of the lead; never at or below `speakBelow`. */
  readonly silentMost: number;
  readonly silentMostBare: number;
  readonly widestLead: number;
  readonly speakBelow: number;
  readonly fewestSheets: number;
  /** Draws of the coefficients that the draws of the whole go through in turn. */
  readonly slopeDraws: number;
};

export const PARAMETERS: Parameters = {
  tailSd: 0.3,
  ownCoordinateFrom: 0.002,
  mostCoordinates: 10,
  coldSteps: 8,
  warmSteps: 4,
  updateSteps: 2,
  updateLeast: 0.05,
  updateNew: 0.05,
  tauFreedom: 2,
  tauPrior: 0.04,
  slopeSd: { fixed: 0.15, trend: 0.5, within: 0.1, previous: 0.5 },
  trendReach: 0.5,
  origins: [0.5, 0.7, 0.85],
  weightPower: 3,
  weightFloor: 0.001,
  shockFreedom: 2,
  shockPrior: { turnout: 0.015, pair: 0.05, two: 0.025, smaller: 0.05 },
  areaShock: 0.7,
  shockReach: 0.2,
  shockEarly: 5,
  shockEarlyFor: 0.1,
  shockThin: 0.1,
  setAsideShock: 2,
  correction: 0.11,
  wrongBox: 0.02,
  silentMost: 0.5,
  silentMostBare: 0.35,
  widestLead: 0.12,
  speakBelow: 0.3,
  fewestSheets: 30,
  slopeDraws: 40,
};
