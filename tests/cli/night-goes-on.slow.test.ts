import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cotejo, published, RealProcess } from './real-process.ts';

const SMALL = ['--stations', '40', '--states', '6'];
const TINY = ['rehearse', '--stations', '10', '--states', '4', '--speed', 'max'];

describe('a night of the real command line that is broken off or begun anew', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-night-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on where it was interrupted and ends with the same bytes as without the break', async () => {
    const [broken, whole] = [join(folder, 'broken'), join(folder, 'whole')];
    const args = ['rehearse', ...SMALL, '--speed', 'max', '--no-serve', '--out'];
    const without = cotejo(...args, whole);
    const run = new RealProcess(['rehearse', ...SMALL, '--speed', '40', '--port', '0', '--out', broken]);
    // Past the zero act, and long before the end.
    await published(broken, 200);
    expect((await run.interrupt()).code).toBe(0);
    const again = await cotejo(...args, broken);
    expect(again.out).toContain('Going on');
    expect((await without).code).toBe(0);
    for (const file of ['manifest.json', 'data/u/u0.json', 'checkpoint']) {
      expect(readFileSync(join(broken, 'public', file), 'utf8').split('\n\n')[0]).toBe(
        readFileSync(join(whole, 'public', file), 'utf8').split('\n\n')[0],
      );
    }
    expect(statSync(join(broken, 'store.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('refuses another seed in the folder of a run', async () => {
    const out = join(folder, 'seeded');
    const args = [...TINY, '--no-serve', '--out', out];
    expect((await cotejo(...args, '--seed', 'one')).code).toBe(0);
    const other = await cotejo(...args, '--seed', 'two');
    expect(other.code).toBe(5);
    expect(other.err).toContain('--fresh');
    expect((await cotejo(...args, '--seed', 'two', '--fresh')).code).toBe(0);
  });
});
