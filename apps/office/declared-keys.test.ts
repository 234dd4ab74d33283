import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatVkey } from '../../src/tlog/index.ts';
import { newMedium, removeSites, type Site, World } from './office-world.test-support.ts';

afterAll(removeSites);

const world = new World(['A', 'B']);
const KEYS = world.keysOf('A');
const GOOD = { origin: KEYS.origin, log: formatVkey(KEYS.log.key), heartbeat: formatVkey(KEYS.heartbeat.key) };
let site: Site;

beforeAll(async () => {
  site = world.national(newMedium()).site;
  await world.beginNational(site, []);
});

/* An office is declared once: what is no key would shut it out for good. */
it.each([
  ['a slip of the pen', { ...GOOD, log: GOOD.log.replace(/.$/, '!') }],
  ['the keys of another office', { ...GOOD, log: formatVkey(world.keysOf('B').log.key) }],
  ['one key in the place of the other', { ...GOOD, log: GOOD.heartbeat, heartbeat: GOOD.log }],
  ['twice the same key', { ...GOOD, heartbeat: GOOD.log }],
])('an office is not declared with %s', async (_, keys) => {
  const size = site.centre.state.size;
  expect(await site.centre.act({ kind: 'declare-office', office: 'A', ...keys, by: ['n1', 'n2'] })).toEqual({
    ok: false,
    error: { kind: 'refused', refusal: { kind: 'bad-content', detail: 'keys' } },
  });
  expect(site.centre.state.size).toBe(size);
});

it('and is with its own', async () => {
  expect(await site.centre.act({ kind: 'declare-office', office: 'A', ...GOOD, by: ['n1', 'n2'] })).toMatchObject({
    ok: true,
  });
});
