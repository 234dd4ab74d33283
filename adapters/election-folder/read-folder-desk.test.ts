import { describe, expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { encodeDeskRules } from '../../src/model/parse-desk-rules.ts';
import { readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, type SampleFiles, writeFolder } from './sample-folder.ts';

// A written total, so that the paper has a box that election.json alone does not tell of.
const official = String(PLAIN['official.csv'])
  .replace('blank,null,status', 'blank,null,total,status')
  .replaceAll(',counted', ',,counted');

function folder(desk: unknown): SampleFiles {
  return { ...PLAIN, 'official.csv': official, 'election.json': plainElection({ desk }) };
}

const read = (desk: unknown) => readElectionFolder(writeFolder(folder(desk)));

describe('the desk of an election folder', () => {
  test('is none where the folder says nothing', () => {
    const { definition } = expectOk(read(undefined), 'no desk');
    expect(definition.election.desk).toBeNull();
  });

  test('has the controls of the count files on its default form, and is published whole', () => {
    const { definition, warnings } = expectOk(read({ promiseMinutes: 15 }), 'a desk');
    const { contests, desk } = definition.election;
    expect(desk).toEqual({ ...defaultDeskRules(contests), promiseMinutes: 15 });
    expect(desk?.form.boxes.map(({ box }) => box)).toEqual(['A', 'B', 'blank', 'null', 'total']);
    expect(warnings.map((group) => group.kind)).not.toContain('unknown-key');
    expect(expectOk(decodeDefinition(encodeDefinition(definition)), 'just encoded')).toEqual(definition);
  });

  test('with a form that lacks such a box is refused, by name', () => {
    const { contests } = expectOk(read({}), 'a desk').definition.election;
    const { form } = defaultDeskRules(contests.map((contest) => ({ ...contest, controls: [] })));
    const json = encodeDeskRules({ ...defaultDeskRules(contests), form }) as { readonly form: unknown };
    const refused = read({ form: json.form });
    expect(refused.ok ? [] : refused.error.errors.map((e) => [e.file, e.field])).toEqual([
      ['election.json', 'desk.form.boxes'],
    ]);
  });

  test('with a misspelt code is refused', () => {
    const refused = read({ checks: { E20l: { effect: 'observes' } } });
    expect(refused.ok ? [] : refused.error.errors.map((e) => [e.kind, e.field])).toEqual([
      ['unknown-value', 'desk.checks'],
    ]);
  });
});
