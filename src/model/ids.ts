import type { Brand } from '../base/brand.ts';

export type ElectionId = Brand<string, 'ElectionId'>;
export type ContestId = Brand<string, 'ContestId'>;
/** One thing a vote can be cast for: a candidate, a list, "yes". (CDF: ContestSelection) */
export type SelectionId = Brand<string, 'SelectionId'>;
export type GpUnitId = Brand<string, 'GpUnitId'>;
export type StationId = Brand<string, 'StationId'>;

/** Votes, ballots, persons: a whole number >= 0 within the safe integers. */
export type Count = Brand<number, 'Count'>;

export type CountKind = 'preliminary' | 'official';
export const COUNT_KINDS: readonly CountKind[] = ['preliminary', 'official'];

export type Language = 'es' | 'en';
export const LANGUAGES: readonly Language[] = ['es', 'en'];
export type LocalizedText = { readonly es: string; readonly en: string };
