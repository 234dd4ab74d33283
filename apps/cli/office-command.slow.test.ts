import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { openRunKeys, type RunKeys } from '../../adapters/keys/key-folder.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { POLLS_CLOSE } from '../../src/entry/centre-example.test-support.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { officeDefinition, officeOrigin } from '../../src/model/office-definition.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { LiveCentre } from '../centre/live-centre.ts';
import { definitionOf } from '../office/office-world.test-support.ts';
import { DESK_SOURCE } from '../run/election-run.ts';
import { type OpenedRun, openRun } from '../run/open-run.ts';
import { EXIT } from './exit-codes.ts';
import { officeExportCommand, officeKeysCommand, officeSlipCommand, officeTakeInCommand } from './office-command.ts';

/* The verbs of an office on folders as real counts have them. */

const directory = mkdtempSync(join(tmpdir(), 'cotejo-office-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const path = (name: string) => join(directory, name);
const definition = definitionOf(['A', 'B']);

function keysOf(folder: string, origin: string | null): RunKeys {
  const about = { kind: 'live' as const, election: definition.election.id, create: true, origin };
  return expectOk(openRunKeys(nodeCrypto, join(folder, 'keys'), about), 'keys');
}

async function begin(
  folder: string,
  of: ElectionDefinition,
  keys: RunKeys,
  work: (centre: LiveCentre) => Promise<void>,
) {
  const opened: OpenedRun = expectOk(openRun(folder, of, keys, true), 'a run');
  opened.store.writeMeta('beginsAt', String(POLLS_CLOSE));
  expectOk(opened.run.begin(POLLS_CLOSE), 'the beginning');
  const blobs = openBlobFolder(nodeCrypto, join(folder, 'blobs'));
  const clock = () => instant(Date.now());
  const pictures = { prepare: () => Promise.reject(), close: async () => {} };
  const parts = { run: opened.run, store: opened.store, blobs, clock, wall: clock, pictures, chance: () => 0 };
  const centre = new LiveCentre(parts);
  await work(centre);
  expectOk(opened.run.publish(centre.now(), false, DESK_SOURCE), 'a state');
  opened.close();
}

function output() {
  const [lines, errors]: [string[], string[]] = [[], []];
  return { lines, errors, line: (text: string) => lines.push(text), error: (text: string) => errors.push(text) };
}

describe('the verbs of an office', () => {
  beforeAll(async () => {
    const national = keysOf(path('national'), null);
    const own = keysOf(path('a'), officeOrigin(national.origin, 'A'));
    await begin(path('a'), expectOk(officeDefinition(definition, 'A'), 'A'), own, async (centre) => {
      for (const person of ['A.c1', 'A.c2']) {
        expectOk(await centre.act({ kind: 'grant-role', person, role: 'custodian', by: 'console' }), person);
      }
    });
    await begin(path('national'), definition, national, async (centre) => {
      for (const person of ['n1', 'n2']) {
        expectOk(await centre.act({ kind: 'grant-role', person, role: 'administrator', by: 'console' }), person);
      }
      const keys = { origin: own.origin, log: formatVkey(own.log.key), heartbeat: formatVkey(own.heartbeat.key) };
      expectOk(await centre.act({ kind: 'declare-office', office: 'A', ...keys, by: ['n1', 'n2'] }), 'declared');
    });
  });

  it('keys: says what is to be declared', () => {
    const told = output();
    expect(officeKeysCommand(path('a'), told)).toBe(EXIT.ok);
    expect(told.lines.join('\n')).toMatch(/^office +A\norigin +live\.\S+\/office\/A\nlog +\S+\nheartbeat +\S+$/);
    expect(officeKeysCommand(path('national'), told)).toBe(EXIT.badInput);
    expect(officeKeysCommand(path('nowhere'), told)).toBe(EXIT.badInput);
  });

  it('export and take-in: a stick brings everything, once, and nothing else', async () => {
    const told = output();
    expect(await officeExportCommand(path('a'), path('stick'), {}, told)).toBe(EXIT.ok);
    expect(await officeExportCommand(path('a'), path('stick'), {}, told)).toBe(EXIT.badInput);
    expect(await officeExportCommand(path('a'), path('late'), { from: '5' }, told)).toBe(EXIT.badInput);
    expect(await officeExportCommand(path('a'), path('late'), { from: 'x' }, told)).toBe(EXIT.usage);
    expect(existsSync(path('late'))).toBe(false);
    const text = readFileSync(path('stick'), 'utf8');
    for (const [name, damaged] of [
      ['changed', text.replace('custodian', 'publisher')],
      ['cut', text.slice(0, -20)],
      ['headless', text.split('\n').slice(1).join('\n')],
      ['empty', ''],
    ] as const) {
      writeFileSync(path(name), damaged);
      expect(await officeTakeInCommand(path('national'), path(name), told), name).toBe(EXIT.badInput);
    }
    const taken = output();
    expect(await officeTakeInCommand(path('national'), path('stick'), taken)).toBe(EXIT.ok);
    expect(taken.lines).toEqual(['The national record has 5 events of the office A.']);
    const again = output();
    expect(await officeTakeInCommand(path('national'), path('stick'), again)).toBe(EXIT.ok);
    expect(again.lines).toEqual(taken.lines);
    expect(await officeTakeInCommand(path('national'), path('nothing'), again)).toBe(EXIT.badInput);
  });

  it('slip: a PDF of the newest checkpoint, of an office and of the national count', async () => {
    const told = output();
    expect(await officeSlipCommand(path('national'), { out: path('national.pdf') }, told)).toBe(EXIT.ok);
    expect(await officeSlipCommand(path('nowhere'), { out: path('none.pdf') }, told)).toBe(EXIT.badInput);
    expect(await officeSlipCommand(path('a'), { out: path('no/folder.pdf') }, told)).toBe(EXIT.cannotRun);
    expect(told.errors.at(-1)).toContain('no/folder.pdf');
    expect(await officeSlipCommand(path('a'), { out: path('slip.pdf') }, told)).toBe(EXIT.ok);
    expect(readFileSync(path('slip.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await officeSlipCommand(path('a'), { out: path('slip.pdf') }, told)).toBe(EXIT.badInput);
  });
});
