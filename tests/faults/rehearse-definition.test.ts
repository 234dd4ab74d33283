import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { rehearseDefinitionCommand } from '../../apps/cli/rehearse-definition-command.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { parseNote, verifyExactly } from '../../src/tlog/index.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

type Report = {
  readonly target: number;
  readonly reached: number;
  readonly failures: readonly string[];
  readonly verdict: string;
  readonly classes: readonly { readonly contest: string; readonly registered: string; readonly setting: string }[];
  readonly counts: Readonly<Record<string, number>>;
};

async function rehearse(folder: string, stations: number) {
  const out = mkdtempSync(join(tmpdir(), 'cotejo-definition-'));
  made.push(out);
  const lines: string[] = [];
  const output = { line: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
  const code = await rehearseDefinitionCommand(folder, { out, seed: 'odd', stations: String(stations) }, output);
  const path = join(out, 'report.json');
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : null;
  return { code, out, lines: lines.join('\n'), report };
}

function folderOf(election: Readonly<Record<string, unknown>>, stations: readonly string[]): string {
  const about = { nature: 'rehearsal', contest: undefined, options: undefined, other: undefined, ...election };
  const folder = writeFolder({ 'election.json': plainElection(about), 'stations.csv': [...stations, ''].join('\n') });
  made.push(folder);
  return folder;
}

const name = { es: 'Cargo', en: 'Office' };
const options = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `o${i}`, candidate: `C${i}`, party: '' }));

/** Shapes that no election of ours has. */
const ODD: Readonly<Record<string, string>> = {
  'one level, no tables, voters unknown or none, two options': folderOf(
    {
      levels: ['place'],
      contests: [{ id: 'yes-no', name, rule: { kind: 'plurality' }, options: options(2), controls: [] }],
    },
    ['station,place,registered,setting', 'a,P,,', 'b,P,0,abroad', 'c,Q,12,rural', 'd,,7,'],
  ),
  'six levels, 45 options, totals of its own': folderOf(
    {
      levels: ['l1', 'l2', 'l3', 'l4', 'l5', 'l6'],
      contests: [
        {
          id: 'list',
          name,
          rule: { kind: 'plurality' },
          options: options(45),
          other: ['blank', 'null', 'challenged'],
          controls: ['voters', 'valid', 'total', 'spare'],
        },
      ],
    },
    [
      'station,l1,l2,l3,l4,l5,l6,table,registered,setting',
      '1,A,B,C,D,E,F,1,300,urban',
      '2,A,B,C,D,E,F,2,0,mixed',
      '3,A,X,,,,G,1,,',
      '4,H,,,,,,1,50,rural',
    ],
  ),
  'no levels, no closing hour': folderOf(
    {
      levels: [],
      pollsClose: null,
      contests: [{ id: 'only', name, rule: { kind: 'plurality' }, options: options(1), controls: [] }],
    },
    ['station,registered', '1,5', '2,'],
  ),
  'contests of parts, and stations that vote in several': folderOf(
    {
      levels: ['region', 'place'],
      contests: [
        { id: 'all', name, rule: { kind: 'plurality' }, options: options(3), other: ['blank'], controls: [] },
        ...['North', 'South'].map((region) => ({
          id: `of-${region}`,
          name,
          rule: { kind: 'plurality' },
          options: options(20),
          controls: ['total'],
          electorate: [{ region }],
        })),
      ],
    },
    ['station,region,place,registered', '1,North,P,100', '2,South,Q,0', '3,East,R,', '4,North,S,'],
  ),
};

describe('a rehearsal of a definition', () => {
  it.each(Object.keys(ODD))('reaches every class: %s', async (shape) => {
    const { code, report, lines } = await rehearse(ODD[shape] ?? '', 50);
    expect({ code, failures: report?.failures, verdict: report?.verdict }, lines).toEqual({
      code: 0,
      failures: [],
      verdict: 'verified',
    });
    expect(report?.reached).toBe(report?.target);
    expect(report?.target).toBeGreaterThan(1);
    expect(report?.counts).toMatchObject({ restarts: 1, stops: 1 });
    expect(report?.counts['pictures']).toBeGreaterThan(0);
    expect(report?.counts['differences']).toBeGreaterThan(0);
  });

  it('tells kinds of stations apart, and never leaves one out for a limit', async () => {
    const { report } = await rehearse(ODD['one level, no tables, voters unknown or none, two options'] ?? '', 1);
    expect(report?.classes.map(({ registered, setting }) => [registered, setting]).sort()).toEqual([
      ['known', ''],
      ['known', 'rural'],
      ['unknown', ''],
      ['zero', 'abroad'],
    ]);
    expect(report?.reached).toBe(4);
  });

  it('signs its report with the key of its log', async () => {
    const { out } = await rehearse(ODD['no levels, no closing hour'] ?? '', 5);
    const note = expectOk(parseNote(readFileSync(join(out, 'report.note'))), 'a signed note');
    const { log } = rehearsalKeys(nodeCrypto, 'odd', 'plain-2024');
    expect(verifyExactly(nodeCrypto, note, [log.key]).ok).toBe(true);
    expect(note.text).toBe(readFileSync(join(out, 'report.txt'), 'utf8'));
    expect(note.text).toContain(toBase64(nodeCrypto.sha256(readFileSync(join(out, 'report.json')))));
  });

  it('fails, and says of which class, where a sheet cannot be taken', async () => {
    // A default paper of more pages than the door takes.
    const contests = Array.from({ length: 60 }, (_, i) => ({
      id: `c${i}`,
      name,
      rule: { kind: 'plurality' },
      options: options(12),
      controls: [],
    }));
    const { code, report, lines } = await rehearse(folderOf({ levels: [], contests }, ['station', '1']), 5);
    expect(code).toBe(1);
    expect(report?.failures.join()).toContain('too-many-pages');
    expect(report?.reached).toBe(0);
    expect(lines).toContain('missing');
    expect(lines).toContain('NOT every class came through.');
  });
});
