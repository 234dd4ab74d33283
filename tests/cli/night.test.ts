import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cotejo, RealProcess } from './real-process.ts';

/** What `npm start` does, smaller: the night of a rehearsal with its page, by the real command line and server. */
describe('a night of the real command line', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-night-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const SMALL = ['--stations', '40', '--states', '6'];
  const TINY = ['rehearse', '--stations', '10', '--states', '4', '--speed', 'max'];
  const night = (out: string, speed: string) =>
    new RealProcess(['rehearse', ...SMALL, '--speed', speed, '--port', '0', '--out', out]);

  it('shows the zero act, then figures, then three things to try that work; nobody else takes its run or port', async () => {
    const out = join(folder, 'night');
    const run = night(out, '100');
    const [, url = '', port = ''] = await run.until(/\| (http:\/\/localhost:(\d+))/);
    const first = await fetch(`${url}/en/index.html`);
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('TEST');
    const [second, other] = await Promise.all([
      cotejo('rehearse', ...SMALL, '--out', out, '--no-serve'),
      cotejo(...TINY, '--out', join(folder, 'other'), '--port', port),
    ]);
    expect(second.code).toBe(5);
    expect(second.err).toMatch(/another process/i);
    expect(other.code).toBe(5);
    expect(other.err).toContain(`cannot serve on port ${port}`);
    await run.until(/The page stays up until Ctrl-C/);
    const [, sheet = ''] = await run.until(/one sheet +(\S+)/);
    const [page, anchor = ''] = sheet.split('#');
    expect(await (await fetch(page ?? '')).text()).toContain(`id="${anchor}"`);
    const [, board = ''] = await run.until(/the board +(\S+)/);
    expect(await (await fetch(board)).text()).toContain('/papers/');
    const over = await cotejo('verify', url, '--trust', join(out, 'trust.json'));
    expect(over.out).toContain('VERIFIED');
    expect(over.code).toBe(0);
    const ended = await run.interrupt();
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    const verified = await cotejo('verify', out, '--trust', join(out, 'trust.json'));
    expect(verified.out).toContain('VERIFIED');
    const tampered = await cotejo('tamper', out);
    expect(tampered.out).toContain('data/u/u0.json');
    expect(tampered.out).toContain('FAILED');
    expect(tampered.code).toBe(0);
  }, 90_000);
});
