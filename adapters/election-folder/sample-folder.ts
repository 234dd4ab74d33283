import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Contents by file name; null leaves a file out. */
export type SampleFiles = { readonly [name: string]: string | Uint8Array | null };

/** Writes a folder for a test, in a fresh temporary directory. */
export function writeFolder(files: SampleFiles): string {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-folder-'));
  for (const [name, content] of Object.entries(files)) if (content !== null) writeFileSync(join(folder, name), content);
  return folder;
}

const name = { es: 'Elección', en: 'Election' };

/** election.json of the plain folder; `changes` replaces keys, undefined removes one. */
export function plainElection(changes: { readonly [key: string]: unknown } = {}): string {
  const document = {
    id: 'plain-2024',
    name,
    date: '2024-06-02',
    timeZone: 'America/La_Paz',
    pollsClose: '2024-06-02T18:00:00-04:00',
    contest: { id: 'president', name, rule: { kind: 'plurality' } },
    options: [
      { id: 'A', candidate: 'Ana', party: 'Azul' },
      { id: 'B', candidate: 'Beto', party: 'Blanco' },
    ],
    other: ['blank', 'null'],
    levels: ['town', 'place'],
    sources: [],
    notes: [],
    ...changes,
  };
  return JSON.stringify(document, null, 1);
}

/** A folder without errors and warnings: three stations in two places, both counts. */
export const PLAIN: SampleFiles = {
  'election.json': plainElection(),
  'stations.csv': [
    'station,town,place,table,registered,setting',
    '1,Tarija,School,1,200,urban',
    '2,Tarija,School,2,210,urban',
    '3,Sella,School,1,90,rural',
    '',
  ].join('\n'),
  'preliminary.csv': [
    'station,version,arrived_at,published_at,A,B,blank,null',
    '1,1,2024-06-02T19:00:00-04:00,2024-06-02T19:05:00-04:00,90,60,5,5',
    '2,1,2024-06-02T19:10:00-04:00,2024-06-02T19:15:00-04:00,80,70,6,4',
    '3,1,2024-06-02T21:10:00-04:00,2024-06-02T21:15:00-04:00,30,40,1,0',
    '',
  ].join('\n'),
  'official.csv': [
    'station,A,B,blank,null,status',
    '1,91,60,5,5,counted',
    '2,80,70,6,4,counted',
    '3,30,40,1,0,counted',
    '',
  ].join('\n'),
};

/** One cell, row or word of a file of the plain folder replaced; throws if it is not there. */
export function plainWith(file: string, from: string, to: string): SampleFiles {
  const text = String(PLAIN[file]);
  if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
  return { ...PLAIN, [file]: text.replace(from, to) };
}
