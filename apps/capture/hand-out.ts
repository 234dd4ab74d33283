import { toBase64 } from '../../src/base/bytes.ts';
import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { parseSmsSecret } from '../../src/model/one-time-code.ts';
import { printedCode } from '../../src/model/sheet-code.ts';
import type { Kept } from './kept.ts';
import type { PhoneResult } from './phone-types.ts';
import { hasAllFigures } from './sign-sheet.ts';
import type { MessageRow, SheetRow } from './stored.ts';
import { type MessageKind, messageKey } from './view.ts';

/* What leaves the phone by another way than the network: docs/spec/capture.md sections 4 to 6. */

/** Everything that is not kept safely, signed, as one file. Pictures are added one by one: a phone holds few at a time. */
export async function handInFile(kept: Kept, election: Election | null): Promise<Blob> {
  const head = JSON.stringify({ v: 1, kind: 'cotejo-handin', election: election?.id ?? electionOf(kept) });
  const parts: BlobPart[] = [`${head.slice(0, -1)},"items":[`];
  const rows = [...kept.all('messages').values()].filter(({ item }) => item.state.kind !== 'kept');
  for (const [i, row] of rows.entries()) {
    if (i > 0) parts.push(',');
    parts.push(...(await itemParts(kept, row)));
  }
  return new Blob([...parts, ']}\n'], { type: 'application/json' });
}

function electionOf(kept: Kept): string {
  return kept.get('self', 'self')?.enrolled?.election ?? '';
}

async function itemParts(kept: Kept, row: MessageRow): Promise<BlobPart[]> {
  const message = JSON.stringify(row.message);
  if (row.kind === 'figures') return [`{"kind":"figures","message":${message}}`];
  const parts: BlobPart[] = [`{"kind":"sheet","message":${message},"pages":[`];
  for (const [i, id] of row.pages.entries()) {
    const picture = await kept.page(id);
    const bytes = picture === null ? new Uint8Array() : new Uint8Array(await picture.arrayBuffer());
    // In a Blob of its own the text can leave the memory before the next page is read.
    parts.push(i > 0 ? ',"' : '"', new Blob([toBase64(bytes)]), '"');
  }
  return [...parts, ']}'];
}

/**
 * The evidence against the log, or the promise with the proof that came, whether or not that fits it: what `cotejo promise` reads. A
 * proof alone says to nobody what it is the proof of.
 */
export function proofFile(kept: Kept, sheet: string, kind: MessageKind): Blob | null {
  const row = kept.get('proofs', messageKey(sheet, kind));
  if (row === null) return null;
  const proof = row.proof ?? row.doubt;
  const promise = proof === undefined ? row.promise : { ...row.promise, proof };
  return new Blob([row.evidence ?? `${JSON.stringify(promise)}\n`], { type: 'application/json' });
}

/** `COTEJO CODE SECRET F F F ... T SUM`, in the order of the paper. */
export function smsText(
  election: Election,
  sheet: Pick<SheetRow, 'station' | 'figures'>,
  secret: string,
): PhoneResult<string> {
  if (!hasAllFigures(sheet)) return err({ kind: 'figures-missing', detail: '' });
  const signs = parseSmsSecret(secret);
  if (!signs.ok) return err({ kind: signs.error.kind, detail: '' });
  const boxes = sheet.figures.flatMap((tally) => tally.boxes);
  const sum = boxes.reduce<number>((all, box) => all + (typeof box === 'number' ? box : 0), 0);
  const code = printedCode({ election: election.id, station: sheet.station.id, page: 1 });
  const figures = boxes.map((box) => (typeof box === 'number' ? String(box) : 'X'));
  return ok(['COTEJO', code, signs.value, ...figures, String(sum)].join(' '));
}
