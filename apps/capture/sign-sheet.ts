import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import { type Bytes, toBase64 } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok } from '../../src/base/result.ts';
import { newItem } from '../../src/intake/outbox.ts';
import type { Box } from '../../src/model/votes.ts';
import {
  contentOf,
  encodeBox,
  figuresBytes,
  figuresCommitment,
  SALT_BYTES,
  submissionBytes,
} from '../../src/record/index.ts';
import { type DeviceKey, signWith } from './device-key.ts';
import { deviceKeyOf } from './enrol.ts';
import type { Kept } from './kept.ts';
import type { PhoneResult } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import type { Change, FiguresMessage, MessageRow, SelfRow, SheetMessage, SheetRow } from './stored.ts';
import { messageKey } from './view.ts';

type Enrolled = NonNullable<SelfRow['enrolled']>;
type Signing = {
  readonly ports: PhonePorts;
  readonly sheet: SheetRow;
  readonly enrolled: Enrolled;
  readonly key: DeviceKey;
  readonly sentAt: Instant;
};

/** Signs what is there (pictures, figures where every box has one, or both) and hands it to the outbox, in one step. Of two tabs the first wins. */
export async function signSheet(ports: PhonePorts, kept: Kept, id: string): Promise<PhoneResult<void>> {
  const sheet = kept.get('sheets', id);
  if (sheet === null || sheet.sentAt !== null) return err({ kind: 'no-draft', detail: id });
  const self = kept.get('self', 'self');
  if (self === null || self.enrolled === null) return err({ kind: 'not-enrolled', detail: '' });
  const signing = { ports, sheet, enrolled: self.enrolled, key: deviceKeyOf(self) };
  const rows: MessageRow[] = [];
  if (hasAllFigures(sheet)) {
    rows.push(await signFigures({ ...signing, sentAt: await kept.nextInstant(ports.now()) }));
  }
  if (sheet.pages.length > 0) {
    rows.push(await signPictures({ ...signing, sentAt: await kept.nextInstant(ports.now()) }));
  }
  if (rows.length === 0) return err({ kind: 'nothing-to-send', detail: '' });
  const sent: SheetRow = { ...sheet, sentAt: ports.now() };
  const messages = rows.map((row): Change => ({ store: 'messages', key: row.item.id, row }));
  let there: SheetRow | null = null;
  const written = await kept.decide('sheets', id, ['messages'], (row) => {
    there = row;
    return isSame(row, sheet) ? [{ store: 'sheets', key: id, row: sent }, ...messages] : [];
  });
  if (written.length > 0) return ok(undefined);
  await kept.reload();
  return err({ kind: isDraft(there) ? 'sheet-changed' : 'no-draft', detail: id });
}

function isDraft(row: SheetRow | null): boolean {
  return row !== null && row.sentAt === null;
}

/** Whether what is there is still what the person saw who signs it. */
function isSame(row: SheetRow | null, seen: SheetRow): boolean {
  const content = ({ station, matched, pages, figures, sentAt }: SheetRow) =>
    JSON.stringify([
      ...[station.id, matched, sentAt, pages.map(({ id, sha256 }) => [id, sha256])],
      figures.map(({ contest, boxes }) => [contest, boxes]),
    ]);
  return row !== null && content(row) === content(seen);
}

/** Whether every box of every contest has something. */
export function hasAllFigures(sheet: Pick<SheetRow, 'figures'>): boolean {
  const boxes = sheet.figures.map((tally) => tally.boxes);
  return boxes.length > 0 && boxes.every((list) => list.length > 0 && list.every((box) => box !== null));
}

async function signFigures(signing: Signing): Promise<MessageRow> {
  const { ports, sheet, enrolled, sentAt } = signing;
  const tallies = [...sheet.figures]
    .sort((a, b) => (a.contest < b.contest ? -1 : 1))
    .map(({ contest, boxes }) => ({ contest, boxes: boxes as readonly Box[], salt: ports.randomBytes(SALT_BYTES) }));
  const committed = tallies.map(
    ({ contest, boxes, salt }) => [contest, figuresCommitment(nobleCrypto, salt, contest, boxes)] as const,
  );
  const head = { station: sheet.station.id, device: enrolled.device, sentAt };
  const signed = figuresBytes({ election: enrolled.election, ...head, figures: committed });
  const message: FiguresMessage = {
    ...head,
    figures: tallies.map(({ contest, boxes, salt }) => ({
      contest,
      boxes: boxes.map((box) => encodeBox(box) as FiguresMessage['figures'][number]['boxes'][number]),
      salt: toBase64(salt),
    })),
    signature: toBase64(await signWith(signing.key, signed)),
  };
  const item = newItem(messageKey(sheet.id, 'figures'), 'figures', []);
  return { kind: 'figures', message, item, pages: [], ...about(sheet, signed) };
}

async function signPictures(signing: Signing): Promise<MessageRow> {
  const { sheet, enrolled, sentAt } = signing;
  const content = contentOf(
    nobleCrypto,
    sheet.pages.map(({ sha256 }) => sha256),
  );
  const head = { station: sheet.station.id, device: enrolled.device, sentAt };
  const signed = submissionBytes({ election: enrolled.election, ...head, content });
  const message: SheetMessage = {
    ...head,
    matched: sheet.matched,
    name: `${sheet.id}.jpg`,
    pages: sheet.pages.map(({ sha256, bytes }) => ({ sha256, bytes })),
    signature: toBase64(await signWith(signing.key, signed)),
  };
  const sizes = sheet.pages.map(({ bytes }) => bytes);
  const item = newItem(messageKey(sheet.id, 'sheet'), 'sheet', sizes);
  return { kind: 'sheet', message, item, pages: sheet.pages.map((page) => page.id), ...about(sheet, signed) };
}

function about(sheet: SheetRow, signed: Bytes) {
  return { sheet: sheet.id, station: sheet.station.id, signed: toBase64(nobleCrypto.sha256(signed)) };
}
