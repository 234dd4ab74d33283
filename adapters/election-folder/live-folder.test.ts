import { describe, expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { boxNames } from '../../src/model/votes.ts';
import { describeFailure } from './describe-errors.ts';
import { type ImportedFolder, readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, type SampleFiles, writeFolder } from './sample-folder.ts';

const words = { es: 'n', en: 'n' };
const runner = { kind: 'electoral-body', name: words };

/** A count that is still to come: no count files. */
function coming(changes: { readonly [key: string]: unknown } = {}): SampleFiles {
  const election = plainElection({ nature: 'live', runner, ...changes });
  return { 'election.json': election, 'stations.csv': String(PLAIN['stations.csv']) };
}

function load(files: SampleFiles): ImportedFolder {
  return expectOk(readElectionFolder(writeFolder(files)), 'the folder of this test');
}

function refused(files: SampleFiles): readonly string[] {
  const read = readElectionFolder(writeFolder(files));
  return read.ok ? [] : read.error.errors.map((e) => `${e.kind} ${e.file} ${e.field ?? '-'} ${e.value ?? '-'}`);
}

const boxes = ({ definition }: ImportedFolder) => definition.election.contests.map(boxNames);
const warned = ({ warnings }: ImportedFolder) => warnings.flatMap((group) => group.first.map((w) => [w.kind, w.field]));

describe('a count that is still to come', () => {
  test.each(['live', 'rehearsal'])('is defined by two files: %s', (nature) => {
    const folder = load(coming({ nature, desk: {} }));
    expect(folder.definition.election.nature).toBe(nature);
    expect(folder.counts).toEqual([]);
    expect(folder.preliminary).toEqual([]);
    expect(folder.files.map((file) => file.name)).toEqual(['election.json', 'stations.csv']);
    expect(folder.warnings).toEqual([]);
    expect(expectOk(decodeDefinition(encodeDefinition(folder.definition)), 'just encoded')).toEqual(folder.definition);
  });

  test('a replay without counts is warned of', () => {
    expect(warned(load(coming({ nature: 'replay' })))).toEqual([['no-count-file', null]]);
  });

  test('live: says when the polls close and who runs it', () => {
    for (const pollsClose of [undefined, null]) {
      expect(refused(coming({ pollsClose }))).toEqual(['missing-value election.json pollsClose -']);
    }
    expect(refused(coming({ runner: undefined }))).toEqual(['missing-value election.json runner -']);
  });

  test('the refusal is a sentence with what to do', () => {
    const read = readElectionFolder(writeFolder(coming({ pollsClose: null })));
    expect(read.ok ? [] : describeFailure(read.error)).toEqual([
      'election.json, field pollsClose: is missing. Expected the time at which the polls close. A live count holds its results back until then.',
    ]);
  });

  test('a rehearsal may leave both unsaid, and is not called a replay', () => {
    const { election } = load(coming({ nature: 'rehearsal', runner: undefined, pollsClose: null })).definition;
    expect(election.pollsClose).toBeNull();
    expect(election.runner).toEqual({ kind: 'researcher', name: { es: 'Ensayo', en: 'Rehearsal' } });
  });

  test('a misspelt key of a contest or an option is warned of', () => {
    const contest = { id: 'p', name: words, rule: { kind: 'plurality' }, controls: ['voters'] };
    const short = coming({ contest, options: [{ id: 'A', name: 'Ana' }] });
    expect(warned(load(short))).toEqual([
      ['unknown-key', 'contest.controls'],
      ['unknown-key', 'options[0].name'],
    ]);
    const long = { id: 'p', name: words, rule: { kind: 'plurality' }, options: [{ id: 'A', Party: '' }], contols: [] };
    const removed = { contest: undefined, options: undefined, other: undefined };
    expect(warned(load(coming({ ...removed, contests: [long] })))).toEqual([
      ['unknown-key', 'contests[0].contols'],
      ['unknown-key', 'contests[0].options[0].Party'],
    ]);
  });
});

const PAPER = ['voters', 'valid', 'spoilt', 'total'];
const several = (one: unknown, two: unknown) => {
  const contest = { name: words, rule: { kind: 'plurality' }, options: [{ id: 'A' }, { id: 'B' }] };
  const contests = [
    { ...contest, id: 'one', controls: one },
    { ...contest, id: 'two', controls: two },
  ];
  return { contest: undefined, options: undefined, other: undefined, contests };
};

describe('the controls of a contest that names them', () => {
  test('are on its paper in its own order, and on the form laid out for it', () => {
    const folder = load(coming({ controls: PAPER, desk: {} }));
    expect(boxes(folder)).toEqual([['A', 'B', 'blank', 'null', ...PAPER]]);
    expect(folder.definition.election.desk?.form.boxes.map(({ box }) => box)).toEqual(boxes(folder)[0]);
  });

  test('are its own: another contest may have others, none, or say nothing', () => {
    expect(boxes(load(coming(several(['total'], []))))).toEqual([
      ['A', 'B', 'total'],
      ['A', 'B'],
    ]);
    expect(boxes(load(coming(several(['total'], undefined))))).toEqual([
      ['A', 'B', 'total'],
      ['A', 'B'],
    ]);
  });

  test.each([
    ['a name twice', ['total', 'total'], 'repeated-id election.json controls[1] total'],
    ['the name of a vote', ['blank'], 'reserved-id election.json controls[0] blank'],
    ['the name of a standard column', ['status'], 'reserved-id election.json controls[0] status'],
    ['no id', ['a b'], 'bad-id election.json controls[0] a b'],
    ['no list', 'total', 'wrong-type election.json controls total'],
    ['too many', Array.from({ length: 21 }, (_, i) => `c${i}`), 'too-many election.json controls 21'],
  ])('are refused: %s', (_, controls, error) => expect(refused(coming({ controls }))).toEqual([error]));

  test('beside "contests" are refused', () => {
    expect(refused(coming({ ...several([], []), controls: [] }))).toEqual([
      'conflicting-settings election.json controls controls',
    ]);
  });
});

describe('named controls and count files', () => {
  const counted = (controls: unknown, official: readonly string[]): SampleFiles => ({
    ...coming({ controls, nature: 'replay' }),
    'official.csv': official.join('\n'),
  });
  const header = 'station,A,B,blank,null,total,voters';
  const rows = ['1,91,60,5,5,161,162', '2,80,70,6,4,160,160', '3,30,40,1,0,,71'];

  test('agree, whatever the order of the columns: the paper is that of election.json', () => {
    const folder = load(counted(['voters', 'total'], [header, ...rows]));
    expect(folder.official.map((sheet) => sheet.tally.boxes.slice(4))).toEqual([
      [162, 161],
      [160, 160],
      [71, 'empty'],
    ]);
  });

  test('a contest without the key has those of the files, as ever', () => {
    expect(boxes(load(counted(undefined, [header, ...rows])))).toEqual([
      ['A', 'B', 'blank', 'null', 'total', 'voters'],
    ]);
  });

  test('a control of its own name has its column', () => {
    const files = counted(['voters', 'spoilt', 'total'], [`${header},spoilt`, ...rows.map((r, i) => `${r},${i}`)]);
    expect(load(files).official[1]?.tally.boxes).toEqual([80, 70, 6, 4, 160, 1, 160]);
  });

  test('a control without a column is refused, and so is a written total that no contest names', () => {
    expect(refused(counted(['voters', 'total', 'valid'], [header, ...rows]))).toEqual([
      'missing-column official.csv valid -',
    ]);
    expect(refused(counted(['voters'], [header, ...rows]))).toEqual(['unknown-column official.csv total -']);
    expect(refused(counted([], [header, ...rows]))).toEqual([
      'unknown-column official.csv total -',
      'unknown-column official.csv voters -',
    ]);
  });

  test('one of two count files is enough for a column', () => {
    const preliminary = 'station,A,B,blank,null\n1,90,60,5,5\n2,80,70,6,4\n3,30,40,1,0';
    const folder = load({ ...counted(['voters', 'total'], [header, ...rows]), 'preliminary.csv': preliminary });
    expect(folder.preliminary[0]?.tally.boxes.slice(4)).toEqual(['empty', 'empty']);
  });

  test('a total in the row of a contest that does not have it is a box of another contest', () => {
    const files = (row: string): SampleFiles => ({
      ...coming({ ...several(['total'], []), nature: 'replay' }),
      'official.csv': `station,contest,A,B,total\n1,one,1,2,3\n${row}`,
    });
    expect(refused(files('1,two,1,2,3'))).toEqual(['foreign-box official.csv total 3']);
    expect(load(files('1,two,1,2,')).official.map((sheet) => sheet.tally.boxes)).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
  });
});
