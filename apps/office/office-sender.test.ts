import { afterAll, expect, it } from 'vitest';
import { err } from '../../src/base/result.ts';
import { OfficeSender } from './office-sender.ts';
import { beginOffice, newMedium, removeSites, World, workAll } from './office-world.test-support.ts';

afterAll(removeSites);

it('a line that breaks under a large batch bears small ones', async () => {
  const world = new World(['A', 'B']);
  const national = world.national(newMedium());
  await world.beginNational(national.site, ['A']);
  const office = world.office('A', newMedium());
  await beginOffice(office, 'A');
  await workAll(office, 'A');
  office.publish();
  let broke = 0;
  const sender = new OfficeSender({
    ...{ office: 'A', log: office.ownLog(), readFile: () => null, wait: async () => undefined, chance: () => 0 },
    ask: async (path, said) => {
      const isLong = said?.method === 'POST' && JSON.stringify(said.json).length > 4000;
      if (isLong) broke++;
      return isLong ? err('the line broke') : national.ask(path, said);
    },
    tell: () => undefined,
  });
  expect(await sender.run((sent) => sent.kind === 'later' && broke < 20, 0)).toEqual({
    kind: 'all',
    size: office.headers().length,
  });
  expect(broke).toBeGreaterThan(0);
});
