import type { Election } from '../../src/model/election.ts';
import type { Kept } from './kept.ts';
import type { MessageView, PageView, PhoneView, ProofState, SheetView } from './phone-types.ts';
import type { MessageRow, ProofRow, SheetRow } from './stored.ts';

/** What is not in the rows. */
export type Around = Pick<PhoneView, 'storage' | 'lost' | 'online' | 'update'> & {
  readonly election: Election | null;
  /** Addresses under which the page shows pictures; empty while one is fetched. */
  readonly urlOf: (page: string) => string;
};

export type MessageKind = 'figures' | 'sheet';

/** The key of one message of a sheet in the stores `messages` and `proofs`. */
export function messageKey(sheet: string, kind: MessageKind): string {
  return `${sheet}/${kind}`;
}

/** The phone as its screens see it. */
export function viewOf(kept: Kept, around: Around): PhoneView {
  const self = kept.get('self', 'self');
  const { urlOf, ...rest } = around;
  const enrolled = self?.enrolled ?? null;
  return {
    ...rest,
    enrolment: enrolled && {
      device: enrolled.device,
      scope: enrolled.scope,
      only: enrolled.only,
      stations: [...kept.all('stations').values()].sort(byTable),
      more: enrolled.more,
    },
    sheets: [...kept.all('sheets').values()]
      .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
      .map((sheet) => sheetView(kept, sheet, urlOf)),
    lastAnswerAt: kept.get('instants', 'answer'),
  };
}

function byTable(a: { readonly table: number | null; readonly id: string }, b: typeof a): number {
  return (a.table ?? Infinity) - (b.table ?? Infinity) || (a.id < b.id ? -1 : 1);
}

function sheetView(kept: Kept, sheet: SheetRow, urlOf: Around['urlOf']): SheetView {
  const { id, station, startedAt, figures, sentAt } = sheet;
  const pages = sheet.pages.map((page): PageView => ({ id: page.id, url: urlOf(page.id), bytes: page.bytes }));
  const message = (kind: MessageKind) => {
    const key = messageKey(id, kind);
    return messageView(kept.get('messages', key), kept.get('proofs', key), kept.get('setup', 'setup')?.pages ?? null);
  };
  const sent = sentAt === null ? null : { at: sentAt, figures: message('figures'), sheet: message('sheet') };
  return { id, station, startedAt, pages, figures, sent };
}

function messageView(row: MessageRow | null, proof: ProofRow | null, pages: string | null): MessageView {
  if (row === null) return { kind: 'none' };
  const { state } = row.item;
  switch (state.kind) {
    case 'waiting': {
      const { tries, nextAt, trouble } = state;
      return { kind: 'waiting', tries, nextAt, have: sum(state.have), bytes: sum(row.item.pages), trouble };
    }
    case 'kept': {
      const { record, at } = state;
      return { kind: 'kept', record, at, proof: proofState(proof), fate: fateView(proof, pages) };
    }
    case 'refused':
      return { kind: 'refused', code: state.code, detail: state.detail };
  }
}

/** The page with the address of those pages in front of it: the door is somewhere else. */
function fateView(proof: ProofRow | null, pages: string | null): ProofRow['fate'] {
  const fate = proof?.fate ?? null;
  if (fate === null || fate.page === '' || pages === null || !URL.canParse(fate.page, pages)) return fate;
  return { ...fate, page: new URL(fate.page, pages).href };
}

function proofState(row: ProofRow | null): ProofState {
  if (row?.proof != null) return 'proved';
  if (row?.evidence != null) return 'broken';
  return row?.doubt === undefined ? 'waiting' : 'doubt';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
