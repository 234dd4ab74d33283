import type { MessageView, SheetView } from '../phone-types.ts';
import type { Texts } from '../texts.ts';

/** What became of a sheet as a whole: one state, the one that asks for most attention. */
export type Standing =
  | {
      readonly kind:
        | 'draft'
        | 'waiting'
        | 'halfPicture'
        | 'proved'
        | 'typed'
        | 'published'
        | 'refused'
        | 'doubt'
        | 'broken';
    }
  | { readonly kind: 'sending' | 'half'; readonly part: number }
  | { readonly kind: 'kept'; readonly at: number };

/** Whole hundredths of a message that are at the door; all of it only when it is kept. */
export function partOf(message: MessageView): number {
  if (message.kind !== 'waiting') return message.kind === 'kept' ? 100 : 0;
  return message.bytes === 0 ? 0 : Math.min(99, Math.floor((100 * message.have) / message.bytes));
}

/** The state of a sheet. Trouble comes first, then what is still on the way, then how far it came. */
export function standingOf({ sent }: SheetView): Standing {
  if (sent === null) return { kind: 'draft' };
  const messages = [sent.sheet, sent.figures].filter((message) => message.kind !== 'none');
  if (messages.some((message) => message.kind === 'kept' && message.proof === 'broken')) return { kind: 'broken' };
  if (messages.some(({ kind }) => kind === 'refused')) return { kind: 'refused' };
  if (messages.some((message) => message.kind === 'kept' && message.proof === 'doubt')) return { kind: 'doubt' };
  if (messages.some(({ kind }) => kind === 'waiting')) return onItsWay(sent.figures, sent.sheet);
  return arrived(messages.flatMap((message) => (message.kind === 'kept' ? [message] : [])));
}

function onItsWay(figures: MessageView, sheet: MessageView): Standing {
  if (sheet.kind === 'kept') return { kind: 'halfPicture' };
  const part = partOf(sheet);
  if (figures.kind === 'kept') return { kind: 'half', part };
  return part === 0 ? { kind: 'waiting' } : { kind: 'sending', part };
}

type Kept = Extract<MessageView, { kind: 'kept' }>;

function arrived(messages: readonly Kept[]): Standing {
  // The picture stands first: figures alone are announced, and nobody types them.
  const fate = messages[0]?.fate ?? null;
  if (fate?.published === true) return { kind: 'published' };
  if (fate?.typed === true) return { kind: 'typed' };
  if (messages.length > 0 && messages.every(({ proof }) => proof === 'proved')) return { kind: 'proved' };
  return { kind: 'kept', at: Math.max(0, ...messages.map(({ at }) => at)) };
}

/** The state in one plain sentence. */
export function standingText(t: Texts, standing: Standing, time: (at: number) => string): string {
  const { sum } = t.sent;
  if (standing.kind === 'kept') return sum.kept(time(standing.at));
  if (standing.kind === 'sending' || standing.kind === 'half')
    return sum[standing.kind](t.sent.percent(String(standing.part)));
  return sum[standing.kind];
}

export const MOODS: Readonly<Record<Standing['kind'], 'calm' | 'warn' | 'good'>> = {
  draft: 'calm',
  waiting: 'calm',
  sending: 'calm',
  half: 'calm',
  halfPicture: 'calm',
  kept: 'good',
  proved: 'good',
  typed: 'good',
  published: 'good',
  refused: 'warn',
  doubt: 'warn',
  broken: 'warn',
};

/** Whether anything of a sheet still lies on this phone alone. */
export function isWaiting({ sent }: SheetView): boolean {
  return sent !== null && [sent.sheet, sent.figures].some(({ kind }) => kind === 'waiting' || kind === 'refused');
}
