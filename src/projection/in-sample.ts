/**
 * Ids of the elections that the constants in `parameters.ts` were set on. What a back-test says of these is marked: it is no test of
 * the constants.
 */
export const CONSTANTS_SET_ON: readonly string[] = ['bolivia-2019', 'mexico-2018-quickcount', 'peru-2021-runoff'];
