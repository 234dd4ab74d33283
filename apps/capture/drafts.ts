import { toBase64, toHex } from '../../src/base/bytes.ts';
import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { boxNames } from '../../src/model/votes.ts';
import type { Kept } from './kept.ts';
import type { PhoneResult, StationView, TypedBox } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import type { Change, SheetRow } from './stored.ts';
import { messageKey } from './view.ts';

/* Sheets that somebody is still writing on. What is sent is changed by nobody. */

const MAX_PAGES = 16;

/** Begins a sheet of a station; gives its name on this phone. */
export async function startSheet(
  ports: PhonePorts,
  kept: Kept,
  of: { readonly station: StationView; readonly matched: SheetRow['matched']; readonly election: Election | null },
): Promise<string> {
  const { station, matched, election } = of;
  const id = toHex(ports.randomBytes(8));
  const figures = station.contests.map((id) => {
    const contest = election?.contests.find((contest) => contest.id === id);
    return { contest: id, boxes: contest === undefined ? [] : boxNames(contest).map(() => null) };
  });
  const row: SheetRow = { id, station, matched, startedAt: ports.now(), pages: [], figures, sentAt: null };
  await kept.write([{ store: 'sheets', key: id, row }]);
  return id;
}

/** Adds a page, made smaller: behind the others, or in the place of `instead`. */
export async function addPage(
  ports: PhonePorts,
  kept: Kept,
  sheet: string,
  { picture, instead }: { readonly picture: Blob; readonly instead: string | undefined },
): Promise<PhoneResult<{ readonly page: string; readonly shrunk: Blob }>> {
  const row = kept.get('sheets', sheet);
  if (row === null || row.sentAt !== null) return err({ kind: 'no-draft', detail: sheet });
  if (row.pages.length >= MAX_PAGES && instead === undefined)
    return err({ kind: 'too-many-pages', detail: String(MAX_PAGES) });
  const shrunk = await ports.shrink(picture);
  if (!shrunk.ok) return err({ kind: shrunk.error.kind, detail: '' });
  const blob = shrunk.value;
  const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  const page = { id: toHex(ports.randomBytes(8)), bytes: blob.size, sha256: toBase64(new Uint8Array(hash)) };
  if (row.pages.some(({ sha256 }) => sha256 === page.sha256)) return err({ kind: 'same-picture', detail: '' });
  // The picture first: a row that names one that is not there would be worse than one that nobody names.
  await kept.write([{ store: 'pages', key: page.id, row: blob }]);
  const written = await kept.decide('sheets', sheet, ['pages'], (draft) =>
    draft === null || draft.sentAt !== null ? [] : withPage(draft, page, instead),
  );
  if (written.length > 0) return ok({ page: page.id, shrunk: blob });
  await kept.write([{ store: 'pages', key: page.id, row: null }]);
  return err({ kind: 'no-draft', detail: sheet });
}

function withPage(draft: SheetRow, page: SheetRow['pages'][number], instead: string | undefined): Change[] {
  const old = draft.pages.find(({ id }) => id === instead);
  const pages = old === undefined ? [...draft.pages, page] : draft.pages.map((one) => (one === old ? page : one));
  const change: Change = { store: 'sheets', key: draft.id, row: { ...draft, pages } };
  return old === undefined ? [change] : [change, { store: 'pages', key: old.id, row: null }];
}

export async function removePage(kept: Kept, sheet: string, page: string): Promise<void> {
  await kept.decide('sheets', sheet, ['pages'], (draft) => {
    if (draft === null || draft.sentAt !== null) return [];
    const row = { ...draft, pages: draft.pages.filter(({ id }) => id !== page) };
    return [
      { store: 'sheets', key: sheet, row },
      { store: 'pages', key: page, row: null },
    ];
  });
}

export async function setBox(
  kept: Kept,
  sheet: string,
  at: { readonly contest: string; readonly box: number; readonly value: TypedBox },
): Promise<void> {
  await changeDraft(kept, sheet, (draft) => ({
    ...draft,
    figures: draft.figures.map((tally) =>
      tally.contest === at.contest
        ? { ...tally, boxes: tally.boxes.map((box, i) => (i === at.box ? at.value : box)) }
        : tally,
    ),
  }));
}

/** Takes a sheet off this phone with everything that belongs to it. */
export async function discardSheet(kept: Kept, sheet: string): Promise<void> {
  const keys = [messageKey(sheet, 'figures'), messageKey(sheet, 'sheet')];
  // The pictures of the row that is there: another tab may have added one.
  await kept.decide('sheets', sheet, ['pages', 'messages', 'proofs'], (row) => [
    { store: 'sheets', key: sheet, row: null },
    ...(row?.pages ?? []).map(({ id }) => ({ store: 'pages', key: id, row: null }) as const),
    ...keys.map((key) => ({ store: 'messages', key, row: null }) as const),
    ...keys.map((key) => ({ store: 'proofs', key, row: null }) as const),
  ]);
}

async function changeDraft(kept: Kept, sheet: string, change: (draft: SheetRow) => SheetRow): Promise<void> {
  await kept.update('sheets', sheet, (row) => (row === null || row.sentAt !== null ? row : change(row)));
}
