import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import { cotejo } from '../cli/real-process.ts';

/* A small election whose official count is made from the paper: one contest that fills an assembly, three stations. */

const text = (es: string, en: string) => ({ es, en });

/** What the paper of each station says: three lists, blank, null. */
export const PAPERS: Readonly<Record<string, readonly number[]>> = {
  101: [90, 61, 30, 5, 4],
  102: [70, 88, 12, 9, 1],
  103: [45, 40, 33, 2, 0],
};
/** What the board states of the first. */
export const CORRECTED = [91, 60, 30, 5, 4];

export const STATIONS = `station,place,table,registered
101,Escuela Niño Explorador,1,240
102,Escuela Niño Explorador,2,240
103,Escuela Niño Explorador,3,240
`;

export type CertifierFile = {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly line: object;
};

/** Keys of certifiers, each made with the real command, in a folder that `end` removes. */
export async function makeCertifiers(): Promise<{ readonly certifiers: readonly CertifierFile[]; end(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-certifiers-'));
  const certifiers: CertifierFile[] = [];
  for (const [id, name] of [
    ['presidencia', 'Delia Rojas Ibáñez'],
    ['vocalia', 'Óscar Peñaranda'],
  ] as const) {
    const path = join(folder, `${id}.key`);
    const { out, code, err } = await cotejo('certify', 'key', path);
    if (code !== 0) throw new Error(err);
    const { key } = JSON.parse(out) as { key: string };
    certifiers.push({ id, name, path, line: { id, name, title: text('Vocal', 'Member'), key } });
  }
  return { certifiers, end: () => rmSync(folder, { recursive: true, force: true }) };
}

export function electionOf(certifiers: readonly CertifierFile[]): object {
  return {
    id: 'concejo-prueba-2026',
    name: text('Concejo de Villa Prueba (inventado)', 'Council of Villa Prueba (invented)'),
    contests: [
      {
        id: 'council',
        name: text('Concejo', 'Council'),
        rule: { kind: 'plurality' },
        seats: { seats: 5, method: 'dhondt', threshold: '3/100' },
        options: [
          { id: 'garza', candidate: 'Lista Garza', party: 'Garza' },
          { id: 'molle', candidate: 'Lista Molle', party: 'Molle' },
          { id: 'tarco', candidate: 'Lista Tarco', party: 'Tarco' },
        ],
        other: ['blank', 'null'],
        controls: [],
      },
    ],
    canvass: { scans: true, quorum: 2, certifiers: certifiers.map(({ line }) => line), required: 2 },
  };
}

export function paperOf(station: string): readonly number[] {
  return present(PAPERS[station], `the paper of ${station}`);
}
