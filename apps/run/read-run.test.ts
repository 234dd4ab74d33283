import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { instant } from '../../src/base/instant.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { COUNT_KINDS } from '../../src/model/ids.ts';
import { PublicView } from '../../src/publication/public-view.ts';
import { decodeHeader } from '../../src/record/index.ts';
import { type ReadEvent, type ReadRun, viewAsOf } from './read-run.ts';
import { readBody } from './record-keeper.ts';
import { goOn, newWorld, removeWorlds, stage } from './rehearsed-run.test-support.ts';

afterAll(removeWorlds);

const STAGED = stage('as-of', 30, 12);
const world = newWorld();
expect(await goOn(world, STAGED)).toBe('to the end');
const geography = layOutGeography(STAGED.rehearsal.definition);
type KnownEvent = ReadEvent & { readonly body: NonNullable<ReadEvent['body']> };
const EVENTS: readonly KnownEvent[] = world.medium.events.map((event, index) => {
  const header = decodeHeader(event.header);
  const body = header.ok ? readBody(header.value, event) : null;
  if (!header.ok || body === null) throw new Error('our own record');
  return { index, header: header.value, body };
});

function runOf(size: number): ReadRun {
  const events = EVENTS.slice(0, size);
  return { geography, size, events: () => events.values() as Generator<ReadEvent>, close: () => undefined };
}

/** What the public saw when this state was the newest: the replay of all states up to it, and of nothing behind it. */
function shownAt(state: number | null): PublicView {
  const view = new PublicView(geography);
  for (const { index, header, body } of EVENTS.slice(0, state ?? 0)) {
    view.take(index, header, body);
    if (body.kind === 'StatePublished') view.advance(body.covers, header.at);
  }
  const own = state === null ? undefined : EVENTS[state];
  if (own?.body.kind === 'StatePublished') view.advance(own.body.covers, own.header.at);
  return view;
}

/** All that an answer can show: figures, receipts, and how each count stands. */
function figuresOf(view: PublicView) {
  return COUNT_KINDS.map((count) => ({
    state: view.countState(count),
    contests: geography.definition.election.contests.map((_, contest) =>
      geography.units.map((__, unit) => [
        view.tabulation.sums(count, contest, unit),
        view.received(count, contest, unit),
      ]),
    ),
  }));
}

const STATES = EVENTS.filter((e) => e.body.kind === 'StatePublished');

describe('an entered count as of an instant', () => {
  it('is the newest state published by then, with nothing that came after it', () => {
    expect(STATES.length).toBeGreaterThan(10);
    for (const state of STATES) {
      const newest = STATES.filter((s) => s.header.at <= state.header.at).at(-1) ?? state;
      const { view, rules } = viewAsOf(runOf(EVENTS.length), state.header.at);
      expect(rules.official).toEqual({ kind: 'newest-state-by-then', at: state.header.at, state: newest.index });
      expect(figuresOf(view)).toEqual(figuresOf(shownAt(newest.index)));
    }
  });

  it('is nothing at all before the first state', () => {
    const first = STATES[0];
    const before = instant((first?.header.at ?? 0) - 1);
    const { view, rules } = viewAsOf(runOf(EVENTS.length), before);
    expect(rules.preliminary).toEqual({ kind: 'newest-state-by-then', at: before, state: null });
    expect(figuresOf(view)).toEqual(figuresOf(shownAt(null)));
  });

  it('is the newest state when no instant is asked for, also while events wait for the next', () => {
    for (const size of [20, 90, 200, EVENTS.length - 3, EVENTS.length]) {
      const newest = STATES.filter((s) => s.index < size).at(-1);
      const { view, rules } = viewAsOf(runOf(size), null);
      expect(rules.preliminary).toEqual({ kind: 'newest-state' });
      expect(figuresOf(view)).toEqual(figuresOf(shownAt(newest?.index ?? null)));
    }
  });
});

it('a body is read only in the kind that its header names', () => {
  const [event] = world.medium.events;
  const header = decodeHeader(event?.header ?? new Uint8Array());
  if (!header.ok || event === undefined) throw new Error('our own record');
  expect(readBody(header.value, event)?.kind).toBe('ElectionDefined');
  expect(readBody({ ...header.value, kind: 'CountClosed' }, event)).toBeNull();
  expect(readBody({ ...header.value, kind: 'BallotShredded' }, event)).toBeNull();
  expect(readBody(header.value, { ...event, body: nodeCrypto.sha256(event.body) })).toBeNull();
});
