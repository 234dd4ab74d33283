import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/base/instant.ts';
import type { StationId } from '../../../src/model/ids.ts';
import type { MessageView, ProofState, SheetView } from '../phone-types.ts';
import { TEXTS } from '../texts.ts';
import { isWaiting, partOf, standingOf, standingText } from './sheet-words.ts';

const station = { id: '1' as StationId, table: 1, place: 'X', registered: 100, contests: [] };
const sheet = (messages: { figures: MessageView; sheet: MessageView } | null): SheetView => ({
  ...{ id: 's', station, startedAt: instant(0), pages: [], figures: [] },
  sent: messages === null ? null : { at: instant(0), ...messages },
});
const none: MessageView = { kind: 'none' };
const waiting = (have: number): MessageView => ({
  kind: 'waiting',
  tries: 0,
  nextAt: null,
  have,
  bytes: 1000,
  trouble: null,
});
const kept = (proof: ProofState, typed?: boolean, published = false, at = 5): MessageView => ({
  ...{ kind: 'kept', record: 7, at: instant(at), proof },
  fate: typed === undefined ? null : { state: 'x', typed, published, page: '' },
});
const refused: MessageView = { kind: 'refused', code: 'quota', detail: '' };

describe('the state of a sheet', () => {
  it.each<[string, MessageView, MessageView]>([
    ['waiting', waiting(0), waiting(0)],
    ['waiting', none, waiting(0)],
    ['waiting', waiting(0), none],
    ['sending', waiting(0), waiting(400)],
    ['half', kept('waiting'), waiting(400)],
    ['half', kept('proved', true, true), waiting(0)],
    ['halfPicture', waiting(0), kept('proved')],
    ['kept', kept('waiting'), kept('waiting')],
    ['kept', kept('waiting'), kept('proved')],
    ['proved', kept('proved'), kept('proved')],
    ['proved', none, kept('proved', false)],
    ['typed', kept('waiting'), kept('proved', true)],
    ['published', kept('proved', false), kept('proved', true, true)],
    ['refused', refused, kept('proved', true, true)],
    ['refused', waiting(0), refused],
    ['doubt', kept('doubt'), kept('proved', true, true)],
    ['doubt', kept('doubt'), waiting(400)],
    ['refused', kept('doubt'), refused],
    ['broken', kept('broken'), kept('doubt')],
    ['broken', kept('broken'), kept('proved', true, true)],
    ['broken', refused, kept('broken')],
  ])('is %s', (kind, figures, pictures) => {
    expect(standingOf(sheet({ figures, sheet: pictures })).kind).toBe(kind);
  });

  it('is a draft until it is sent', () => {
    expect(standingOf(sheet(null))).toEqual({ kind: 'draft' });
    expect(isWaiting(sheet(null))).toBe(false);
  });

  it('is kept since the last of its messages', () => {
    const messages = { figures: kept('waiting', undefined, false, 20), sheet: kept('waiting', undefined, false, 10) };
    expect(standingOf(sheet(messages))).toEqual({ kind: 'kept', at: 20 });
  });

  it('is never all of it before the door says so', () => {
    expect([0, 1, 9, 10, 999, 1000].map((have) => partOf(waiting(have)))).toEqual([0, 0, 0, 1, 99, 99]);
    expect(partOf({ kind: 'waiting', tries: 0, nextAt: null, have: 0, bytes: 0, trouble: null })).toBe(0);
  });

  it('lies on this phone alone while it waits, and when it was refused', () => {
    expect(isWaiting(sheet({ figures: kept('proved'), sheet: waiting(0) }))).toBe(true);
    expect(isWaiting(sheet({ figures: refused, sheet: kept('proved') }))).toBe(true);
    expect(isWaiting(sheet({ figures: kept('proved'), sheet: none }))).toBe(false);
  });

  it('has a sentence in both languages', () => {
    const part = standingOf(sheet({ figures: waiting(0), sheet: waiting(400) }));
    expect(standingText(TEXTS.es, part, String)).toBe('Se está enviando: 40\u00a0%.');
    expect(standingText(TEXTS.en, part, String)).toBe('Being sent: 40%.');
    const safe = standingOf(sheet({ figures: none, sheet: kept('waiting') }));
    expect(standingText(TEXTS.en, safe, () => '20:14')).toBe('Kept safely: 20:14.');
  });
});
