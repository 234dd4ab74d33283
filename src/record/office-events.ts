import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { EventBody } from './bodies.ts';
import { type EventHeader, encodeHeader } from './header.ts';

/*
 * An event of an office stands in the national record with the office's own bytes but for three keys more and the instant of
 * the national order. So the office's leaf can be made again from the national one, bit for bit, and its checkpoints checked.
 */

/** The header of an office's event as the national record has it. `at` is the instant in the national order. */
export function takenHeader(header: EventHeader, office: { readonly id: string; readonly index: number }, at: Instant) {
  return { ...header, at, office: { ...office, at: header.at } } satisfies EventHeader;
}

/** The exact header that the office's own log has; null of an event that no office recorded. */
export function officeHeader(taken: EventHeader): Bytes | null {
  const { office, ...own } = taken;
  return office === undefined ? null : encodeHeader({ ...own, at: office.at });
}

/**
 * The same out of the text that the header was read from, by leaving out what the national record put in: a key stands in canonical
 * text only where its quotes do, so it is found without reading the rest, and no hash has to be spelt again.
 */
export function officeHeaderIn(text: string, { actor, office }: Pick<EventHeader, 'actor' | 'office'>): string | null {
  if (office === undefined) return null;
  const at = actor === null ? 1 : text.indexOf(',"at":') + 1;
  const body = text.indexOf(',', at);
  const from = text.indexOf(',"office":', body);
  const source = text.indexOf(',"source":', from);
  return `${text.slice(0, at)}"at":${office.at}${text.slice(body, from)}${text.slice(source)}`;
}

/** Sources have chains of their own in each office. */
export function sourceKey(header: Pick<EventHeader, 'office' | 'source'>): string {
  return header.office === undefined ? header.source : `${header.office.id}/${header.source}`;
}

/**
 * Bodies of an office name events by its own record numbers. Fed with every header of the national record in order, this says
 * them in national ones.
 */
export class OfficeNumbers {
  /** By office, the national record number of each of its events. */
  private readonly taken = new Map<string, number[]>();

  follow(index: number, { office }: Pick<EventHeader, 'office'>): void {
    if (office === undefined) return;
    const numbers = this.taken.get(office.id) ?? [];
    if (numbers.length === 0) this.taken.set(office.id, numbers);
    numbers.push(index);
  }

  /** How many events of the office were taken in. */
  size(office: string): number {
    return this.taken.get(office)?.length ?? 0;
  }

  /** The same body, by national numbers; null where it names an event that was not before it. */
  resolve({ office }: Pick<EventHeader, 'office'>, body: EventBody): EventBody | null {
    if (office === undefined) return body;
    const numbers = this.taken.get(office.id) ?? [];
    let good = true;
    const national = (own: number): number => {
      const found = own < office.index ? numbers[own] : undefined;
      if (found === undefined) good = false;
      return found ?? 0;
    };
    const resolved = renumber(body, national);
    return good ? resolved : null;
  }
}

/** Every record number that a body of this kind names, given another. */
function renumber(body: EventBody, to: (own: number) => number): EventBody {
  switch (body.kind) {
    case 'EnvelopeMoved':
    case 'EnvelopeOpened':
    case 'EnvelopeStored':
    case 'SheetScanned':
    case 'EntryCommitted':
    case 'SheetWithdrawn':
    case 'RulingIssued':
    case 'ObjectionRaised':
      return { ...body, sheet: to(body.sheet) };
    case 'EntriesRevealed':
    case 'DifferenceResolved':
      return { ...body, sheet: to(body.sheet), entries: [to(body.entries[0]), to(body.entries[1])] };
    case 'EntryVoided':
      return { ...body, sheet: to(body.sheet), entry: to(body.entry) };
    case 'SheetAgreed':
    case 'SheetObserved':
    case 'SheetAnnulled':
    case 'SheetCorrected':
      return { ...body, sheet: to(body.sheet), from: to(body.from) };
    case 'SheetDisputed':
      return { ...body, sheets: body.sheets.map(to) };
    case 'SheetSuperseded':
      return { ...body, sheet: to(body.sheet), over: body.over.map(to) };
    case 'BoardRuled':
      return {
        ...body,
        sheet: body.sheet === null ? null : to(body.sheet),
        objections: body.objections.map(([objection, upheld]) => [to(objection), upheld] as const),
      };
    case 'FiguresRead':
      return { ...body, announced: to(body.announced) };
    default:
      return body;
  }
}

/**
 * Whether an event of an office says something in the office's own record alone. The end of an embargo of its repeated votes is none
 * of these: it holds wherever their figures are.
 */
export function isOfficeOnly({
  office,
  kind,
  generation,
}: Pick<EventHeader, 'office' | 'kind' | 'generation'>): boolean {
  return office !== undefined && OFFICE_ONLY.has(kind) && !(kind === 'EmbargoLifted' && generation !== undefined);
}

/** Of these kinds the national record has its own. */
const OFFICE_ONLY: ReadonlySet<string> = new Set<EventBody['kind']>([
  'ElectionDefined',
  'KeysDeclared',
  'CountOpened',
  'CountClosed',
  'EmbargoLifted',
  'PublicationStopped',
  'PublicationResumed',
  'StatePublished',
]);
