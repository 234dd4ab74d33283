import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { drawPicture } from '../../adapters/pictures/draw-picture.ts';
import { drawForm, drawWear } from '../../simulation/draw-form.ts';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { Count } from '../../src/model/ids.ts';

/* A small real election whose polls have closed, and its papers. */

const text = (es: string, en: string) => ({ es, en });
const ELECTION = {
  id: 'villa-prueba-2026',
  name: text('Elección de Villa Prueba (inventada)', 'Election of Villa Prueba (invented)'),
  date: '2026-03-01',
  timeZone: 'America/La_Paz',
  pollsClose: '2026-03-01T16:00:00-04:00',
  nature: 'live',
  runner: { kind: 'electoral-body', name: text('Comité (inventado)', 'Committee (invented)') },
  levels: ['place'],
  contests: [
    {
      id: 'mayor',
      name: text('Alcaldía', 'Mayor'),
      rule: { kind: 'plurality' },
      options: [
        { id: 'garza', candidate: 'Ñusta Peñaranda Ibáñez', party: 'Lista Garza' },
        { id: 'molle', candidate: 'Tomás Iñiguez Suaznábar', party: 'Lista Molle' },
      ],
      other: ['blank', 'null'],
      controls: ['valid', 'total'],
    },
    {
      id: 'fountain',
      name: text('Consulta: ¿reabrir la fuente?', 'Referendum: reopen the fountain?'),
      rule: { kind: 'referendum', yes: 'yes', approve: { shareOver: '1/2' } },
      options: [
        { id: 'yes', candidate: 'Sí' },
        { id: 'no', candidate: 'No' },
      ],
      other: ['blank', 'null'],
    },
  ],
  estimates: { show: 'on' },
  desk: { observations: { unsigned: 'waits' }, promiseMinutes: 20 },
  sources: [],
  notes: [],
};
/** The first two are so large that their figures stand nowhere else: sizes, instants and hashes have other lengths. */
const STATIONS = `station,place,table,registered
101,Escuela Niño Explorador,1,900000
102,Escuela Niño Explorador,2,900000
103,Escuela Niño Explorador,3,240
201,Mercado de la Cañada,1,240
202,Mercado de la Cañada,2,240
203,Mercado de la Cañada,3,87
`;

export type Paper = Readonly<Record<string, readonly number[]>>;
const mayor = (a: number, b: number, blank: number, spoilt: number) => [
  a,
  b,
  blank,
  spoilt,
  a + b,
  a + b + blank + spoilt,
];

/** What the paper of each station says, contest by contest. */
export const PAPERS: Readonly<Record<string, Paper>> = {
  101: { mayor: mayor(301_644, 119_208, 107_332, 155_871), fountain: [360_913, 107_449, 113_377, 102_516] },
  102: { mayor: mayor(264_107, 290_551, 118_463, 171_209), fountain: [243_028, 318_366, 140_792, 129_044] },
  103: { mayor: mayor(97, 61, 8, 0), fountain: [101, 52, 9, 4] },
  201: { mayor: mayor(54, 88, 11, 7), fountain: [66, 71, 15, 8] },
  202: { mayor: mayor(120, 43, 6, 2), fountain: [80, 77, 10, 4] },
  203: { mayor: mayor(30, 22, 3, 1), fountain: [28, 24, 3, 1] },
};

export function writeElection(folder: string, more: object = {}, stations = STATIONS): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'election.json'), JSON.stringify({ ...ELECTION, ...more }));
  writeFileSync(join(folder, 'stations.csv'), stations);
}

export function readDefinition(folder: string): ElectionDefinition {
  const { definition } = expectOk(readElectionFolder(folder), 'an election folder of this test');
  const desk = definition.election.desk ?? defaultDeskRules(definition.election.contests);
  return { ...definition, election: { ...definition.election, desk } };
}

export type Scan = {
  readonly station: string;
  readonly paper?: Paper;
  /** Another seed is another scan. */
  readonly seed?: string;
  /** Of which election the code on the paper is: of another, nobody can match it. */
  readonly election?: string;
  readonly remarks?: readonly string[];
};

/** The first page of a filled form, as a scanner gives it. */
export async function drawScan({ election, units, stations }: ElectionDefinition, scan: Scan): Promise<Uint8Array> {
  const { form } = present(election.desk, 'the rules of the desk');
  const station = present(
    stations.find(({ id }) => id === scan.station),
    'a station',
  );
  const paper = present(scan.paper ?? PAPERS[scan.station], 'a paper');
  const seed = `${scan.seed ?? ''}/${scan.station}`;
  return drawPicture({
    code: { election: (scan.election ?? election.id) as typeof election.id, station: station.id, page: 1 },
    draw: (qr) =>
      drawForm({
        form,
        page: 1,
        election,
        station,
        place: units.find(({ id }) => id === station.place)?.name ?? '',
        tallies: election.contests.map(({ id }) => ({ contest: id, boxes: (paper[id] ?? []) as readonly Count[] })),
        misworded: [],
        observations: scan.remarks ?? [],
        qr,
        seed,
        wear: drawWear(seed),
      }),
  });
}
