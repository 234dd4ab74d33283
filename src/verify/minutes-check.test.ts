import { expect, it } from 'vitest';
import type { EventBody } from '../record/index.ts';
import type { ReadBodies } from './body-reading.ts';
import { papersOf } from './minutes-check.ts';

it('papers are of the record also where their event names what is not there', () => {
  const hash = (letter: string) => `${letter.repeat(42)}A=`;
  const papers = { data: hash('a'), es: hash('b'), en: hash('c') };
  const closed = { kind: 'SessionClosed', papers } as unknown as EventBody;
  const read = { bodies: [null, null] } as unknown as ReadBodies;
  expect([...papersOf({ read, unresolved: new Map([[1, closed]]) }, 2).values()]).toEqual([1, 1, 1]);
  expect(papersOf({ read, unresolved: new Map([[1, closed]]) }, 1).size).toBe(0);
});
