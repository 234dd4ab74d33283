import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import type { OfficialCentre } from '../canvass/canvass-example.test-support.ts';
import { repeatedWalk } from '../canvass/repeated-walk.test-support.ts';
import { headerOf } from '../entry/machine-explore.ts';
import { ChangingGeography } from '../model/changing-geography.ts';
import { PublicView } from '../publication/public-view.ts';
import type { Derivation } from './derived-json.ts';
import { dueRuleOf } from './due-check.ts';
import { checkEmbargoes } from './embargo-check.ts';
import { fatesOf } from './entry-fates.ts';
import { FindingList } from './finding.ts';
import { picturesOf } from './picture-due.ts';
import { readingFatesOf } from './reading-fates.ts';
import { replay } from './replay.ts';
import { followStates } from './state-chain.ts';

/*
 * What a centre recorded of votes that are repeated, read by the verifier's replay as it stands behind the reading of files: every
 * body is open, and one state was published at the end.
 */

function verified({ centre, events, at }: OfficialCentre) {
  const size = events.length;
  const covers = { preliminary: size, official: size };
  const state = { kind: 'StatePublished', size, covers, complete: true, manifest: '' } as const;
  const all = [...events, { header: headerOf({ body: state }, size, at), body: state }];
  const headers = all.map(({ header }) => header);
  const bodies = { bodies: all.map(({ body }) => body), states: all.map(() => 'open' as const) } as never;
  const findings = new FindingList();
  const chain = followStates(headers, bodies, all.length, findings);
  const [newest] = chain.states;
  if (newest === undefined) throw new Error('a state');
  const fates = fatesOf(headers, bodies, all.length);
  const readings = readingFatesOf(headers, bodies, all.length);
  const isDue = dueRuleOf(fates, readings, chain, newest);
  const following = (record: number) => record + 1;
  const log = { headers, leaves: null as never, offices: new Map() };
  const record = { headers, bodies, chain, state: newest, isDue, fates, readings, events: all.length, following, log };
  checkEmbargoes(centre.geography, headers, bodies, all.length, findings);
  const replayed = replay(new ChangingGeography(centre.geography), record, nodeCrypto, findings);
  const derivation = { geography: centre.geography, headers, chain, state: newest, replayed } as unknown as Derivation;
  return { replayed, findings, derivation };
}

function published({ centre, events, at }: OfficialCentre): PublicView {
  const view = new PublicView(centre.geography);
  for (const [index, { header, body }] of events.entries()) view.take(index, header, body);
  view.advance({ preliminary: events.length, official: events.length }, at);
  return view;
}

it('an honest record is accepted, and says of every contest what was published', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const centre = repeatedWalk(seed);
      const view = published(centre);
      const { replayed, findings, derivation } = verified(centre);
      // The little centre makes up what its pictures hash to.
      const faults = findings.kept.filter(({ kind }) => kind !== 'content-differs');
      expect(faults.map(({ says }) => says)).toEqual([]);
      const { papers, repeats } = centre.centre;
      for (const place of [0, 1]) {
        for (const contest of [0, 1]) {
          const shown = view.tabulation.current('official', contest, place);
          const derived = replayed.centre.versions.current.official[contest]?.[place] ?? null;
          expect([derived?.status, derived?.record, derived?.boxes]).toEqual([
            shown?.status,
            shown?.record,
            shown?.boxes,
          ]);
        }
      }
      for (const sheet of papers.all()) {
        const paper = replayed.centre.known.papers.get(sheet.number);
        const pictures = paper === undefined ? [] : picturesOf(derivation, paper, 'due');
        expect([sheet.number, pictures.length > 0]).toEqual([sheet.number, view.pictures.isShown(sheet.number)]);
        if (sheet.generation === 1) continue;
        const contests = paper?.repeats ?? [];
        expect([...contests].sort()).toEqual(repeats.contestsOf(sheet.number));
      }
    }),
    // Sheets were called lost, or disputed, that were of another vote than what is lost, or in dispute.
    { numRuns: 100, examples: [[111841964], [2145736607], [554800634], [-517651733]] },
  );
});
