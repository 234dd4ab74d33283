import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canvassDocument, GENERATED_FROM, GENERATED_TO } from './machine-table.ts';

const PATH = fileURLToPath(new URL('../../docs/spec/official-count.md', import.meta.url));
const REGENERATE =
  'WRITE_MACHINE=1 npx vitest run --config vitest.faults.config.ts src/canvass/machine-table.slow.test.ts';

describe('docs/spec/official-count.md', () => {
  it(`has the table that the code gives; to write it anew: ${REGENERATE}`, () => {
    const text = readFileSync(PATH, 'utf8');
    const [from, to] = [text.indexOf(GENERATED_FROM), text.indexOf(GENERATED_TO)];
    expect(from, 'the line where the generated part begins').toBeGreaterThan(0);
    expect(to, 'the line where it ends').toBeGreaterThan(from);
    const generated = canvassDocument();
    const end = to + GENERATED_TO.length;
    if (process.env['WRITE_MACHINE'] === '1') writeFileSync(PATH, text.slice(0, from) + generated + text.slice(end));
    else expect(text.slice(from, end), `the document is not what the code does: ${REGENERATE}`).toBe(generated);
  });
});
