import { afterAll, describe, expect, it } from 'vitest';
import { beginOffice, newMedium, removeSites, World, workAll } from './office-world.test-support.ts';

afterAll(removeSites);

describe('an office and the national record', () => {
  it('takes in what was recorded', async () => {
    const world = new World(['A', 'B']);
    const { site, door } = world.national();
    await world.beginNational(site, ['A']);
    const a = world.office('A', newMedium());
    await beginOffice(a, 'A');
    await workAll(a, 'A');
    a.publish();
    const log = a.ownLog();
    expect(log.refresh()).toEqual({ ok: true, value: a.headers().length });
    const { files, ...batch } = log.batchFrom(0);
    expect(files).toEqual([]);
    expect(await door.take('A', { ...batch, without: [] })).toEqual({
      ok: true,
      value: { kind: 'taken', size: log.tree.size },
    });
    site.publish();
    expect(site.run.view.tabulation.sums('official', 0, 0)).toMatchObject({});
  });
});
