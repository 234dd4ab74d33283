import { present } from '../base/assert.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import { countingBoxes } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';
import type { Derivation } from './derived-json.ts';
import type { SheetVersion } from './version-book.ts';

export type Class = 'equal' | 'differs' | 'annulled' | 'onlyPreliminary' | 'onlyOfficial' | 'neither';
export const REASONS = ['ruling', 'repeat', 'copy', 'typing', 'wrong-station', 'other-picture'] as const;
export type Reason = (typeof REASONS)[number];

/** Why a sheet differs or is annulled, from the events of its station that are due, the first that holds. */
export function reasonOf(derivation: Derivation, c: number, station: number, kind: Class): Reason | null {
  const { replayed, bodies, headers, state } = derivation;
  const contest = contestAt(derivation, c);
  const { before, after } = versionsOf(derivation, c, station);
  const events = (replayed.history[station] ?? []).flatMap((record) => {
    const [body, header] = [bodies[record] ?? null, headers[record] ?? null];
    return body === null || header === null ? [] : [{ record, body, header }];
  });
  const sheetOf = (version: SheetVersion | null) => {
    const body = version === null ? null : (bodies[version.record] ?? null);
    return body !== null && 'sheet' in body ? body.sheet : null;
  };
  const [own, official] = [sheetOf(before), sheetOf(after)];
  const effects = kind === 'annulled' ? ['annul'] : ['correct', 'count', 'recount', 'retype'];
  const isRuled = events.some(
    ({ record, body, header }) =>
      header.count === 'official' &&
      header.contest === contest.id &&
      record < state.covers.official &&
      official !== null &&
      'sheet' in body &&
      body.sheet === official &&
      effects.includes(effectOf(body)),
  );
  if (isRuled) return 'ruling';
  if (kind === 'annulled') return null;
  const basis = events.find(({ record, header }) => header.count === 'official' && record === official);
  if (basis?.body.kind === 'EnvelopeReceived' && basis.header.generation !== undefined) return 'repeat';
  if (basis?.body.kind === 'CopyAdmitted') return 'copy';
  const preliminary = events.filter(({ header }) => header.count === 'preliminary');
  const differed = preliminary.flatMap(({ body }) =>
    body.kind === 'EntriesRevealed' && !body.equal ? [...body.entries] : [],
  );
  const { corrections } = deskRulesOf(derivation.geography.definition.election);
  const typed = preliminary.flatMap(({ record, body, header }) => {
    const isEntry = body.kind === 'EntryCommitted' && differed.includes(record);
    if (!isEntry && body.kind !== 'DifferenceResolved') return [];
    if (header.contest !== contest.id || body.sheet !== own) return [];
    return [countingBoxes(body, corrections)];
  });
  const read = replayed.centre.readings.at(station).flatMap(({ boxes }) => {
    const due = boxes.get(contest.id);
    return due === undefined ? [] : [due];
  });
  if ([...typed, ...read].some((boxes) => sameBoxes(contest, boxes, after?.boxes ?? []))) return 'typing';
  const shown = preliminary.filter(({ record }) => record < state.covers.preliminary);
  if (shown.some(({ body }) => body.kind === 'SheetWithdrawn' && body.code === 'wrong-station')) return 'wrong-station';
  return shown.filter(({ body }) => body.kind === 'SheetReceived').length > 1 ? 'other-picture' : null;
}

function effectOf(body: EventBody): string {
  if (body.kind === 'BoardRuled') return body.effect;
  return body.kind === 'RulingIssued' ? body.ruling : '';
}

export function sameBoxes(contest: Contest, a: readonly Box[], b: readonly Box[]): boolean {
  return comparedNames(contest).every((_, i) => (a[i] ?? 'empty') === (b[i] ?? 'empty'));
}

/** Votes and others are held against each other; the written totals are not. */
export function comparedNames(contest: Contest): readonly string[] {
  return [...contest.selections.map((s) => s.id as string), ...contest.others];
}

export function versionsOf(derivation: Derivation, c: number, station: number) {
  const { current } = derivation.replayed.centre.versions;
  return { before: current.preliminary[c]?.[station] ?? null, after: current.official[c]?.[station] ?? null };
}

export function contestAt(derivation: Derivation, c: number): Contest {
  return present(derivation.geography.definition.election.contests[c], 'contest');
}
