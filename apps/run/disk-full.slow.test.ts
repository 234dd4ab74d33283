import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { Random } from '../../simulation/random.ts';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { parseTrust, verifyPublic } from '../../src/verify/index.ts';
import { newWorld, open, publicPath, removeWorlds, stage, type World } from './rehearsed-run.test-support.ts';
import { fixedFiles, renderPage } from './site-files.ts';

/*
 * A counting centre does not end because the disk with the public files is full: it tries again at the next tick. Whatever was
 * half written by then must not stay half.
 */
afterAll(removeWorlds);

const STAGED = stage('full', 9, 12);
const { definition } = STAGED.rehearsal;
const keys = rehearsalKeys(nodeCrypto, STAGED.seed, definition.election.id);

/** Plays the whole night in one process; what cannot be published is left for the next state. Gives how many states failed. */
function playFull(world: World, fills: () => boolean): { readonly failed: number; readonly definition: string } {
  let over = false;
  const isFull = () => !over && fills();
  const { run } = open(world, STAGED, { isFull, render: renderPage, fixedFiles: fixedFiles(definition.election) });
  expectOk(run.begin(STAGED.night.firstAt), 'the beginning');
  let failed = 0;
  const { centre, canvass } = run;
  for (const [, step] of STAGED.plan.steps({ nextRecord: () => run.keeper.ledger.size, centre, canvass })) {
    if (step.kind === 'record') expectOk(run.recordAll(step.drafts()), 'the store is well');
    else if (step.kind === 'publish' && !run.publish(step.at, step.complete).ok) failed++;
  }
  over = true;
  const at = present(run.keeper.ledger.lastAt, 'the end of the night');
  expectOk(run.publish(at, true), 'there is room again');
  return { failed, definition: run.definition.combined };
}

function verdictOf(world: World, definitionHash: string) {
  const file = {
    v: 1,
    origin: keys.origin,
    log: formatVkey(keys.log.key),
    heartbeat: formatVkey(keys.heartbeat.key),
    definition: definitionHash,
    witnesses: [],
  };
  const trust = expectOk(parseTrust(nodeCrypto, new TextEncoder().encode(JSON.stringify(file))), 'a trust file');
  const source = expectOk(createFolderSource(publicPath(world)), 'the folder');
  return verifyPublic({ source, trust, crypto: nodeCrypto });
}

describe('a public folder without room', () => {
  it.each([1, 2, 3, 4, 5, 6])('some of the time (seed %i) is whole again at the next state that fits', (seed) => {
    const random = new Random(`full/${seed}`);
    const world = newWorld();
    let last = 0;
    // For stretches of up to some two hundred files.
    const isFull = () => {
      if (last > 0) last--;
      else if (random.chance(0.01)) last = random.between(1, 200);
      return last > 0;
    };
    const played = playFull(world, isFull);
    expect(played.failed).toBeGreaterThan(0);
    const verdict = verdictOf(world, played.definition);
    expect(verdict.kind === 'failed' ? verdict.findings : verdict.kind).toBe('verified');
  });
});
