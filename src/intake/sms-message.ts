import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId, Count, StationId } from '../model/ids.ts';
import { parseSmsSecret } from '../model/one-time-code.ts';
import { parsePrintedCode } from '../model/sheet-code.ts';
import { type Box, boxNames } from '../model/votes.ts';

/*
 * Figures by SMS: docs/spec/capture.md section 6. `COTEJO CODE SECRET F F F ... T SUM`, made to be typed from the paper on any
 * telephone, so letters may be small and the groups may have any space between them.
 */

export type SmsMessage = {
  readonly station: StationId;
  readonly secret: string;
  /** Ascending by contest, boxes in the order of `boxNames`. */
  readonly figures: readonly { readonly contest: ContestId; readonly boxes: readonly Box[] }[];
  readonly sum: number;
};

export type SmsError =
  /** Does not begin with the word, or is too long to be meant. */
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'too-short' }
  /** The code is of no first page of this election, or mistyped. */
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'not-a-secret' }
  | { readonly kind: 'wrong-number-of-figures'; readonly expected: number; readonly found: number }
  /** `at`: from 1, as people count; one above the last is the sum. */
  | { readonly kind: 'not-a-figure'; readonly at: number }
  | { readonly kind: 'wrong-sum'; readonly sum: number; readonly said: number };

const WORD = 'COTEJO';
const MAX_TEXT = 4000;
const FIGURE = /^[0-9]{1,9}$/;
const SUM = /^[0-9]{1,12}$/;
const EMPTY = 'X';

/** Reads a message, which may be anything. */
export function parseSmsMessage(text: string, geography: Geography): Result<SmsMessage, SmsError> {
  if (text.length > MAX_TEXT) return err({ kind: 'not-ours' });
  const [word = '', code = '', typedSecret = '', ...rest] = text.trim().split(/\s+/u);
  if (word.toUpperCase() !== WORD) return err({ kind: 'not-ours' });
  const said = rest.at(-1);
  if (said === undefined) return err({ kind: 'too-short' });
  const station = stationOf(code, geography);
  if (station === null) return err({ kind: 'wrong-code' });
  const secret = parseSmsSecret(typedSecret);
  if (!secret.ok) return err({ kind: 'not-a-secret' });
  const slots = slotsOf(geography, station);
  const written = rest.slice(0, -1);
  if (written.length !== slots.length) {
    return err({ kind: 'wrong-number-of-figures', expected: slots.length, found: written.length });
  }
  const read = readFigures(written, said);
  if (!read.ok) return read;
  return ok({ station, secret: secret.value, figures: sorted(slots, read.value.boxes), sum: read.value.sum });
}

/** How many figures a message of this station has, without their sum. */
export function smsFigures(geography: Geography, station: StationId): number {
  return slotsOf(geography, station).length;
}

/** The code as typed, or as it would be in the capitals and small letters of a station's id. */
function stationOf(code: string, { definition, stationIndex, stations }: Geography): StationId | null {
  const { id: election } = definition.election;
  const exact = parsePrintedCode(code, election);
  if (exact.ok) return exact.value.page === 1 && stationIndex.has(exact.value.station) ? exact.value.station : null;
  const behind = /-1-.$/u.exec(code)?.index;
  if (behind === undefined) return null;
  const typed = code.slice(0, behind).toUpperCase();
  const meant = stations.filter(
    ({ id }) => id.toUpperCase() === typed && parsePrintedCode(`${id}${code.slice(behind)}`, election).ok,
  );
  return meant.length === 1 ? present(meant[0], 'station').id : null;
}

type Slot = { readonly contest: ContestId; readonly box: number };

/** The boxes of the station's contests in the order of the paper. */
function slotsOf({ definition, contestIndex, stationIndex, votesIn }: Geography, station: StationId): readonly Slot[] {
  const { contests, desk } = definition.election;
  const place = present(stationIndex.get(station), 'station');
  const isVoted = (contest: ContestId) => votesIn[contestIndex.get(contest) ?? -1]?.[place] === true;
  const onPaper = desk?.form.boxes ?? [];
  const places = new Map(onPaper.map(({ contest, box }, order) => [`${contest}\n${box}`, order]));
  return contests
    .filter(({ id }) => isVoted(id))
    .flatMap((contest) =>
      boxNames(contest).map((name, box) => ({
        contest: contest.id,
        box,
        order: places.get(`${contest.id}\n${name}`) ?? 0,
      })),
    )
    .toSorted((a, b) => a.order - b.order)
    .map(({ contest, box }) => ({ contest, box }));
}

function readFigures(
  written: readonly string[],
  said: string,
): Result<{ readonly boxes: readonly Box[]; readonly sum: number }, SmsError> {
  const boxes: Box[] = [];
  let sum = 0;
  for (const [at, figure] of written.entries()) {
    const isEmpty = figure.toUpperCase() === EMPTY;
    if (!isEmpty && !FIGURE.test(figure)) return err({ kind: 'not-a-figure', at: at + 1 });
    const votes = isEmpty ? 0 : Number(figure);
    boxes.push(isEmpty ? 'empty' : (votes as Count));
    sum += votes;
  }
  if (!SUM.test(said)) return err({ kind: 'not-a-figure', at: written.length + 1 });
  return Number(said) === sum ? ok({ boxes, sum }) : err({ kind: 'wrong-sum', sum, said: Number(said) });
}

function sorted(slots: readonly Slot[], boxes: readonly Box[]): SmsMessage['figures'] {
  const byContest = new Map<ContestId, Box[]>();
  for (const [i, { contest, box }] of slots.entries()) {
    const of = byContest.get(contest) ?? [];
    of[box] = present(boxes[i], 'box');
    byContest.set(contest, of);
  }
  return [...byContest]
    .map(([contest, of]) => ({ contest, boxes: of }))
    .toSorted((a, b) => (a.contest < b.contest ? -1 : 1));
}
