import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PLAIN, plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { coversCommand, labelsCommand } from './papers-command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-papers-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (name: string) => join(scratch, name);
const example = new URL('../../examples/neighbourhood', import.meta.url).pathname;

const errors: string[] = [];
const output = { line: () => undefined, error: (text: string) => errors.push(text) };
/** The page objects of a PDF lie in the open. */
const pagesIn = (path: string) => readFileSync(path, 'latin1').split('/Type /Page\n').length - 1;

describe('cotejo papers', () => {
  it('prints labels, eight on a page, and a cover for each station: the same bytes each time', async () => {
    expect(await labelsCommand(example, at('labels.pdf'), {}, output)).toBe(0);
    expect(pagesIn(at('labels.pdf'))).toBe(2);
    expect(await coversCommand(example, at('covers.pdf'), { station: ['101', '102'] }, output)).toBe(0);
    expect(pagesIn(at('covers.pdf'))).toBe(2);
    expect(await labelsCommand(example, at('again.pdf'), {}, output)).toBe(0);
    expect(readFileSync(at('again.pdf')).equals(readFileSync(at('labels.pdf')))).toBe(true);
  });

  it('refuses a file that is there, a station that is not, a folder that is none, letters it cannot print', async () => {
    writeFileSync(at('there.pdf'), 'something of somebody');
    expect(await labelsCommand(example, at('there.pdf'), {}, output)).toBe(5);
    expect(readFileSync(at('there.pdf'), 'utf8')).toBe('something of somebody');
    expect(await labelsCommand(example, at('there.pdf'), { force: true }, output)).toBe(0);
    expect(await coversCommand(example, at('x.pdf'), { station: ['999'] }, output)).toBe(2);
    expect(await coversCommand(example, at('x.pdf'), { place: 'u999' }, output)).toBe(2);
    expect(await coversCommand(at('nowhere'), at('x.pdf'), {}, output)).toBe(4);
    const name = { es: 'Elección 選挙', en: 'Election' };
    const folder = writeFolder({ ...PLAIN, 'election.json': plainElection({ name }) });
    expect(await labelsCommand(folder, at('x.pdf'), {}, output)).toBe(4);
    expect(errors.at(-1)).toContain('選 挙');
  });
});
