import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { present } from '../../src/base/assert.ts';
import { parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { CanvassState } from '../../src/canvass/canvass-state.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import type { ContestId } from '../../src/model/ids.ts';
import { compareContest } from '../cli/compare-command.ts';
import { replaySource } from '../cli/replay-command.ts';
import { resultsOf } from '../cli/results-figures.ts';
import { type ReadEvent, type ReadRun, type ViewAsOf, viewAsOf } from './read-run.ts';
import { replayPlan } from './replay-plan.ts';

/*
 * Bolivia, 20 October 2019, to the vote: what the preliminary count said when it stopped, what the official one came to,
 * and how the two hold against each other sheet by sheet. The figures are those of DESIGN sections 1 and 4.
 */

const folder = fileURLToPath(new URL('../../../shared/elections/bolivia-2019', import.meta.url));
const isThere = existsSync(folder);
const STOP = expectOk(parseInstant('2019-10-20T19:40:57-04:00'), 'a constant');

describe.skipIf(!isThere)(`Bolivia 2019${isThere ? '' : ' (skipped: ../shared is absent)'}`, () => {
  let stop: ViewAsOf;
  let end: ViewAsOf;

  beforeAll(() => {
    const run = replayed();
    stop = viewAsOf(run, STOP);
    end = viewAsOf(run, null);
  });

  const votes = (figures: ReturnType<typeof resultsOf>) =>
    Object.fromEntries(figures.selections.map((s) => [s.id, [s.votes, s.percent]]));

  it('preliminary count at the stop: an incomplete figure that decides nothing', () => {
    const figures = resultsOf(stop.view, 'preliminary', 0, 0);
    expect(stop.rules.preliminary).toEqual({ kind: 'imported-by-visible-instant', at: STOP });
    expect([figures.counted, figures.expected, figures.countedPercent]).toEqual([28_975, 34_555, '83.85']);
    expect(figures.valid).toBe(5_152_979);
    expect(votes(figures)).toMatchObject({ MAS: [2_355_644, '45.714'], CC: [1_950_000, '37.842'] });
    expect([figures.lead, figures.leadPercent]).toEqual([405_644, '7.872']);
    expect([figures.sheetsOut, figures.registeredOut, figures.registeredUnknown]).toEqual([5_580, 1_178_136, 0]);
    expect(figures.outcome).toMatchObject({
      kind: 'open',
      ofTheSheetsIn: { kind: 'second-round', between: ['CC', 'MAS'] },
    });
    const possible = figures.outcome?.kind === 'open' ? figures.outcome.possible : [];
    expect(possible).toContainEqual({ kind: 'won', by: 'MAS' });
    expect(possible).toContainEqual({ kind: 'second-round', between: ['CC', 'MAS'] });
  });

  it('a minute earlier there was less', () => {
    const before = viewAsOf(replayed(), (STOP - 60_000) as typeof STOP);
    expect(resultsOf(before.view, 'preliminary', 0, 0).counted).toBeLessThan(28_975);
  });

  it('official count at the end: settled, and by how little', () => {
    const figures = resultsOf(end.view, 'official', 0, 0);
    expect([figures.counted, figures.expected, figures.sheetsOut, figures.registeredOut]).toEqual([
      34_555, 34_555, 0, 0,
    ]);
    expect(figures.valid).toBe(6_137_671);
    expect(votes(figures)).toMatchObject({ MAS: [2_889_359, '47.076'], CC: [2_240_920, '36.511'] });
    expect([figures.lead, figures.leadPercent]).toEqual([648_439, '10.565']);
    expect(figures.outcome).toEqual({ kind: 'settled', complete: true, result: { kind: 'won', by: 'MAS' } });
    expect(figures.distances?.find((d) => d.part === 'leadAtLeast')).toEqual({
      condition: 1,
      part: 'leadAtLeast',
      threshold: '1/10',
      holds: true,
      votes: 34_672,
    });
  });

  it('sheet by sheet: 549 of 28,975 differ at the stop, 706 of 32,806 at the end', () => {
    const [atStop, atEnd] = [stop, end].map(({ view }) => compareContest(view, end.view, 0));
    expect([atStop?.differs, (atStop?.equal ?? 0) + (atStop?.differs ?? 0)]).toEqual([549, 28_975]);
    expect([atEnd?.differs, (atEnd?.equal ?? 0) + (atEnd?.differs ?? 0)]).toEqual([706, 32_806]);
    expect(atStop?.differences.length).toBe(549);
    expect([atStop?.onlyPreliminary, atStop?.onlyOfficial, atStop?.neither]).toEqual([0, 34_555 - 28_975, 0]);
  });
});

/** The folder as the record of a replay, published once at its end. */
function replayed(): ReadRun {
  events ??= replayEvents();
  const { list, geography } = events;
  return { geography, size: list.length, events: () => list.values() as Generator<ReadEvent>, close: () => undefined };
}

let events: ReturnType<typeof replayEvents> | null = null;

function replayEvents() {
  const imported = expectOk(readElectionFolder(folder), 'the folder of Bolivia');
  const list: ReadEvent[] = [];
  const geography = layOutGeography(imported.definition);
  const centre = new CentreState(geography);
  const view = { nextRecord: () => list.length, centre, canvass: new CanvassState(centre) };
  for (const [, step] of replayPlan(replaySource(imported), { kind: 'once' }).steps(view)) {
    const index = list.length;
    const about = { clock: 'server', source: 'server', sourceSeq: index, sourcePrev: null, actor: null } as const;
    const plain = { ...about, count: null, contest: null, body: new Uint8Array(32) };
    if (step.kind === 'record') {
      const { body, at, count, contest } = present(step.drafts()[0], 'the draft of a step');
      const header = {
        ...plain,
        kind: body.kind,
        at,
        count: count ?? null,
        contest: contest ?? (null as ContestId | null),
      };
      list.push({ index, header, body });
    } else if (step.kind === 'publish') {
      const covers = { preliminary: index, official: index };
      const body = { kind: 'StatePublished', size: index, covers, manifest: '', complete: step.complete } as const;
      list.push({ index, header: { ...plain, kind: body.kind, at: step.at }, body });
    }
  }
  return { list, geography };
}
