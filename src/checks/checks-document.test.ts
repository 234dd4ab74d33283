import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatFraction } from '../base/fraction.ts';
import { CHECK_CODES, CHECK_DEFAULTS } from '../model/check-defaults.ts';
import type { CheckNeed } from './check-rule.ts';
import { REGISTER } from './register.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/spec/checks.md', import.meta.url));
const [START, END] = ['<!-- register: start -->', '<!-- register: end -->'];

const NEEDS: Readonly<Record<CheckNeed, string>> = {
  valid: '`valid`',
  total: '`total`',
  voters: '`voters`',
  'some-control': 'a control',
  blank: '`blank`',
  null: '`null`',
  'two-options': 'two options',
  registered: 'registered voters',
  words: 'words',
  place: 'the place',
};

/** The table of docs/spec/checks.md. */
function tableOfRegister(): string {
  const rows = REGISTER.map(({ code, title, needs }) => {
    const { effect, share, votes } = CHECK_DEFAULTS[code];
    const thresholds = [share === null ? '' : `share ${formatFraction(share)}`, votes === null ? '' : `votes ${votes}`];
    const cells = [
      `\`${code}\``,
      title.es,
      title.en,
      needs.map((need) => NEEDS[need]).join(', ') || '–',
      `\`${effect}\``,
      thresholds.filter((text) => text !== '').join(', ') || '–',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| code | español | English | needs | default | thresholds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

test('the register and its defaults have the same codes, ascending', () => {
  expect(REGISTER.map((rule) => rule.code)).toEqual(CHECK_CODES);
});

test('docs/spec/checks.md has the table of the register (COTEJO_WRITE_CHECKS=1 writes it anew)', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(START) + START.length, text.indexOf(END)];
  const written = `${text.slice(0, from)}\n${tableOfRegister()}\n${text.slice(to)}`;
  if (process.env['COTEJO_WRITE_CHECKS'] === '1') writeFileSync(DOCUMENT, written);
  else expect(text).toBe(written);
});
