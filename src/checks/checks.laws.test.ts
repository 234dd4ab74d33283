import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_CODES, CHECK_DEFAULTS, mayObserve } from '../model/check-defaults.ts';
import { type CheckSetting, countingBoxes } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { ContestId, Count, SelectionId } from '../model/ids.ts';
import { type Box, type BoxCorrection, boxNames } from '../model/votes.ts';
import { appliesTo } from './check-rule.ts';
import { placeWarnings } from './place-warnings.ts';
import { REGISTER, ruleOf } from './register.ts';
import { type CheckDesk, observingCodes, type SheetToCheck, sheetChecks } from './sheet-checks.ts';

const contests: fc.Arbitrary<Contest> = fc
  .record({
    selections: fc.integer({ min: 1, max: 4 }),
    others: fc.subarray(['blank', 'null', 'challenged']),
    controls: fc.subarray(['valid', 'total', 'voters']),
  })
  .map(({ selections, others, controls }) => ({
    id: 'c' as ContestId,
    name: { es: 'C', en: 'C' },
    rule: { kind: 'plurality' as const },
    selections: Array.from({ length: selections }, (_, i) => ({ id: `s${i}` as SelectionId, name: '', party: '' })),
    others,
    controls,
    electorate: null,
    seats: null,
  }));

// Few different figures, so that rules are met and sheets are alike.
const boxes: fc.Arbitrary<Box> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1, 20, 60, 80, 100).map((n): Box => n as Count) },
  { weight: 1, arbitrary: fc.constantFrom<Box>('empty', 'illegible') },
);

const settings: fc.Arbitrary<Readonly<Record<string, CheckSetting>>> = fc
  .array(fc.constantFrom<CheckSetting['effect']>('off', 'warns', 'observes'), {
    minLength: CHECK_CODES.length,
    maxLength: CHECK_CODES.length,
  })
  .map((effects) =>
    Object.fromEntries(
      CHECK_CODES.map((code, i) => [code, { ...CHECK_DEFAULTS[code], effect: effects[i] ?? 'warns' }] as const),
    ),
  );

const desks = fc.record({ corrections: fc.constantFrom('box' as const, 'correction' as const), checks: settings });

const sheetOf = (contest: Contest): fc.Arbitrary<SheetToCheck & { desk: NonNullable<CheckDesk> }> => {
  const size = boxNames(contest).length;
  return fc.record({
    contest: fc.constant(contest),
    desk: desks,
    registered: fc.constantFrom(null, ...[0, 20, 60, 100, 200].map((n) => n as Count)),
    boxes: fc.array(boxes, { minLength: size, maxLength: size }),
    corrections: fc
      .uniqueArray(fc.nat(size - 1), { maxLength: 2 })
      .map((at) => at.sort((a, b) => a - b).map((i): BoxCorrection => [i, 7 as Count])),
  });
};
const sheets = contests.chain(sheetOf);

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
};

describe('laws of the register', () => {
  it('a warning changes no figure and withholds no sheet', () => {
    fc.assert(
      fc.property(sheets, (sheet) => {
        const figures = JSON.stringify(
          countingBoxes({ boxes: sheet.boxes, corrections: sheet.corrections ?? [] }, sheet.desk.corrections),
        );
        freeze(sheet);
        const found = sheetChecks(sheet);
        const after = countingBoxes(
          { boxes: sheet.boxes, corrections: sheet.corrections ?? [] },
          sheet.desk.corrections,
        );
        expect(JSON.stringify(after)).toBe(figures);
        const observing = found
          .map((f) => f.code)
          .filter((c) => mayObserve(c) && sheet.desk.checks[c]?.effect === 'observes');
        expect(observingCodes(sheet)).toEqual(observing);
      }),
      { numRuns: 2000 },
    );
  });

  it('codes ascend, each once, and only of rules that are not off and whose boxes the paper has', () => {
    fc.assert(
      fc.property(sheets, (sheet) => {
        const codes = sheetChecks(sheet).map((f) => f.code);
        expect(codes).toEqual([...new Set(codes)].sort());
        for (const code of codes) {
          expect(sheet.desk.checks[code]?.effect).not.toBe('off');
          expect(appliesTo(ruleOf(code), sheet.contest)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('rules know nothing of each other: turning one off takes away its finding and no other', () => {
    fc.assert(
      fc.property(sheets, fc.constantFrom(...CHECK_CODES), (sheet, code) => {
        const checks = { ...sheet.desk.checks, [code]: { ...CHECK_DEFAULTS[code], effect: 'off' as const } };
        const without = sheetChecks({ ...sheet, desk: { ...sheet.desk, checks } });
        expect(without).toEqual(sheetChecks(sheet).filter((f) => f.code !== code));
      }),
    );
  });

  it('a number of registered voters that is unknown or 0 is held against nobody', () => {
    fc.assert(
      fc.property(sheets, fc.constantFrom(null, 0 as Count), (sheet, registered) => {
        const codes = sheetChecks({ ...sheet, registered }).map((f) => f.code);
        const needy = REGISTER.filter((rule) => rule.needs.includes('registered')).map((rule) => rule.code);
        expect(codes.filter((code) => needy.includes(code))).toEqual([]);
      }),
    );
  });

  it('of a place: the order of the stations does not matter, and W401 aside each station is as it is alone', () => {
    const places = contests.chain((contest) =>
      fc.record({
        desk: desks,
        sheets: fc.array(fc.option(sheetOf(contest), { freq: 6 }), { minLength: 1, maxLength: 6 }),
        contest: fc.constant(contest),
      }),
    );
    fc.assert(
      fc.property(places, ({ contest, desk, sheets: list }) => {
        const place = { contest, desk, sheets: list };
        const codes = placeWarnings(place);
        expect(placeWarnings({ ...place, sheets: [...list].reverse() })).toEqual([...codes].reverse());
        for (const [i, sheet] of list.entries()) {
          const alone =
            sheet === null ? [] : sheetChecks({ contest, desk, registered: sheet.registered, boxes: sheet.boxes });
          expect(codes[i]?.filter((code) => code !== 'W401')).toEqual(alone.map((f) => f.code));
        }
        expect(codes.filter((station) => station.includes('W401')).length).not.toBe(1);
      }),
      { numRuns: 1000 },
    );
  });
});
