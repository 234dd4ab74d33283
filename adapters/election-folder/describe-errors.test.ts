import { expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { type FolderErrorKind, issue } from '../../src/model/folder/issue.ts';
import { describeFailure, describeIssue, describeWarnings } from './describe-errors.ts';
import { readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, plainWith, type SampleFiles, writeFolder } from './sample-folder.ts';

function lines(files: SampleFiles): readonly string[] {
  const read = readElectionFolder(writeFolder(files));
  return read.ok ? describeWarnings(read.value.warnings) : describeFailure(read.error);
}

test('an error is one line with file, line, field, value and what to do', () => {
  expect(lines(plainWith('official.csv', '2,80', '2,-3'))).toEqual([
    'official.csv line 3, field A: "-3" is not a whole number of votes (0 or more). Leave the cell empty if the figure is not known.',
  ]);
  expect(lines(plainWith('official.csv', 'status', 'C'))).toEqual([
    'official.csv line 1, field C: the column is not known. Expected an option or other vote of election.json, or a standard column. If it is no vote, describe it under columns["official.csv"] in election.json.',
  ]);
  expect(lines({ ...PLAIN, 'election.json': '{\n"id": }' })).toEqual([
    'election.json line 2, column 7: is not JSON: found "}", expected a value.',
  ]);
  expect(lines({ ...PLAIN, 'election.json': plainElection({ timeZone: 'Mars' }) })).toEqual([
    'election.json, field timeZone: "Mars" is not a known time zone. Expected an IANA name like America/La_Paz.',
  ]);
  expect(lines({ ...PLAIN, 'stations.csv': null })).toEqual([
    'stations.csv: the file is missing. Expected stations.csv or stations.csv.gz.',
  ]);
});

test('warnings say how many more there are', () => {
  const late = String(PLAIN['preliminary.csv']).replaceAll('-04:00', '-05:00');
  expect(lines({ ...PLAIN, 'preliminary.csv': late })).toEqual([
    'warning: preliminary.csv line 2, field arrived_at: "2024-06-02T19:00:00-05:00" has another offset than the time zone. Expected the offset of America/La_Paz at that time, -04:00.',
    'warning: ... and 5 more (offset-contradicts-zone).',
  ]);
});

test('further errors are counted', () => {
  const rows = Array.from({ length: 60 }, (_, i) => `x${i},1,1,0,0,counted`);
  const found = lines({ ...PLAIN, 'official.csv': ['station,A,B,blank,null,status', ...rows].join('\n') });
  expect(found).toHaveLength(51);
  expect(found.at(-1)).toBe('... and 10 more errors.');
});

test('a foreign cell cannot move the cursor of a terminal', () => {
  const kind: FolderErrorKind = 'unknown-setting';
  const line = describeIssue(issue(kind, { file: 'stations.csv', line: 2, field: 'setting' }, '\u001b[2J\n', 'urban'));
  expect(line).toBe('stations.csv line 2, field setting: "\\u{1b}[2J\\u{a}" is not urban.');
});

test('a plain folder has nothing to tell', () => {
  const read = expectOk(readElectionFolder(writeFolder(PLAIN)), 'plain');
  expect(describeWarnings(read.warnings)).toEqual([]);
});
