import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts } from '../../adapters/accounts/accounts.ts';
import { expectOk } from '../../src/base/result.ts';
import { cotejo, RealProcess } from '../cli/real-process.ts';

const EXAMPLE = 'examples/neighbourhood';
/** Seven processes one after the other, on a machine that may be busy. */
const LONG = { timeout: 90_000 };

/** The real command that runs a real count: how it starts, and what it refuses. */
describe('cotejo count', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-count-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function folder(name: string, change: (election: Record<string, unknown>) => Record<string, unknown>): string {
    const copy = join(root, name);
    cpSync(EXAMPLE, copy, { recursive: true });
    const path = join(copy, 'election.json');
    const election = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify(change(election)));
    return copy;
  }
  const count = (out: string, ...more: string[]) => new RealProcess(countArguments(EXAMPLE, out, ...more));
  const countArguments = (election: string, out: string, ...more: string[]) => [
    ...['count', election, '--out', join(root, out), '--port', '0', '--desk-port', '0', ...more],
  ];

  it('prints a code for the first administrator, lets her in once, and goes on after an end', LONG, async () => {
    const out = join(root, 'run');
    const first = count('run');
    const [, desks = '', code = ''] = await first.until(/Desks: +(\S+)[\s\S]*one hour: +(\S+)/);
    const enter = () =>
      fetch(`${desks}/api/first-administrator`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: desks },
        body: JSON.stringify({ code, name: 'rosa', password: 'una frase bastante larga' }),
      });
    expect((await enter()).status).toBe(204);
    expect((await enter()).status).toBe(409);
    expect(statSync(out).mode & 0o777).toBe(0o700);

    // `recover` reads the published definition, which the first tick writes.
    await expect.poll(() => existsSync(join(out, 'public/definition/election.json')), { timeout: 20_000 }).toBe(true);
    const others = await Promise.all([cotejo(...countArguments(EXAMPLE, 'run')), cotejo('recover', out, 'rosa')]);
    for (const other of others) {
      expect([other.code, other.err]).toEqual([
        5,
        expect.stringContaining('already open for writing in another process'),
      ]);
    }
    expect(await first.interrupt()).toMatchObject({ code: 0, err: '' });

    const recovered = await cotejo('recover', out, 'rosa');
    expect(recovered).toMatchObject({ code: 0, err: '' });
    expect(recovered.out).toMatch(/Published: .*p-[a-z0-9]{10}[\s\S]*good once: \w{4}-\w{4}-\w{4}-\w{4}/);
    const { notices } = JSON.parse(readFileSync(join(out, 'public/data/state.json'), 'utf8')) as { notices: unknown[] };
    expect(JSON.stringify(notices)).toMatch(/p-[a-z0-9]{10}/);
    expect(readFileSync(join(out, 'public/es/index.html'), 'utf8')).toContain('se emitió un código');
    expect(await cotejo('recover', out, 'nobody')).toMatchObject({ code: 4, out: '' });

    const other = folder('changed', (election) => ({ ...election, date: '2027-03-14' }));
    const changed = await cotejo(...countArguments(other, 'run'));
    expect([changed.code, changed.err]).toEqual([5, expect.stringContaining('holds another run')]);

    const again = count('run');
    await again.until(/Trust file/);
    expect(await again.interrupt('SIGTERM')).toMatchObject({
      code: 0,
      out: expect.not.stringContaining('No account yet'),
    });
    const verified = await cotejo('verify', out, '--trust', join(out, 'trust.json'));
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('VERIFIED')]);
  });

  it('refuses what is no real count, and desks in the open, and leaves nothing behind', async () => {
    const changed = (name: string, change: object) => folder(name, (was) => ({ ...was, ...change }));
    const cases = [
      [4, '"nature": "rehearsal"', changed('rehearsal', { nature: 'rehearsal' })],
      [4, '"nature": "replay"', changed('replay', { nature: 'replay' })],
      [4, 'pollsClose', changed('endless', { pollsClose: null })],
      [2, 'https', EXAMPLE, '--host', '0.0.0.0'],
      [2, 'https', EXAMPLE, '--host', '0.0.0.0', '--url', 'http://desks.example.org'],
    ] as const;
    const out = join(root, 'refused');
    const ended = await Promise.all(cases.map(([, , ...rest]) => cotejo('count', ...rest, '--out', out)));
    expect(ended.map(({ code, err, out }) => [code, err, out])).toEqual(
      cases.map(([code, says]) => [code, expect.stringContaining(says), '']),
    );
    expect(existsSync(out)).toBe(false);
  });

  it('refuses a folder with the accounts of a demonstration', async () => {
    const directory = join(root, 'demo');
    mkdirSync(directory);
    const made = expectOk(await openAccounts({ directory, baseUrl: 'http://localhost', mode: 'demo' }), 'accounts');
    await made.createAccount({ name: 'typist-1', password: 'demo-demo-demo', demo: true });
    await made.close();
    const { code, err } = await cotejo(...countArguments(EXAMPLE, 'demo'));
    expect([code, err]).toEqual([5, expect.stringContaining('demo')]);
  });
});
