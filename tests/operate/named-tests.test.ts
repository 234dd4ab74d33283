import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DOCS = '../../docs/operate';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MANUALS = readdirSync(here(DOCS)).filter((name) => name.endsWith('.md'));

function testsNamedIn(manual: string): readonly string[] {
  const text = readFileSync(here(`${DOCS}/${manual}`), 'utf8');
  return [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => path[0] !== '.');
}

test.each(MANUALS)('%s names tests that are there', (manual) => {
  expect(testsNamedIn(manual).filter((path) => !existsSync(here(`../../${path}`)))).toEqual([]);
});

test('the manual of the official count names the same tests in both languages', () => {
  expect(testsNamedIn('official-count.md').length).toBeGreaterThan(30);
  expect(testsNamedIn('computo-oficial.md')).toEqual(testsNamedIn('official-count.md'));
});
