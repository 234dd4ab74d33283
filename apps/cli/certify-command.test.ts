import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN, plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { makeCertifierKey, readCertifierKey } from '../../adapters/keys/certifier-key.ts';
import type { Certificate } from '../../src/record/index.ts';
import { encodeCertificateFile } from '../papers/certificate-file.ts';
import { certifierKeyCommand, certifyCheckCommand, certifySignCommand } from './certify-command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-certify-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (name: string) => join(scratch, name);

const HASH = `${'A'.repeat(43)}=`;
const CERTIFICATE: Certificate = {
  ...{ area: 'u0', size: 99, root: HASH, offices: [], outcome: '{}', seats: null },
  partial: { es: 'por orden del tribunal', en: 'by order of the court' },
  figures: {
    ...{ expected: 9, counted: 8, annulled: 0, notInstalled: 0, lost: 0, open: 1, registered: 500 },
    ...{ votes: [5, 4], others: [1], valid: 9, cast: 10 },
  },
  papers: { data: HASH, es: HASH, en: HASH },
};

function run(command: (output: { line: (t: string) => void; error: (t: string) => void }) => number) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = command({ line: (t) => lines.push(t), error: (t) => errors.push(t) });
  return { code, lines, errors: errors.join('\n') };
}

const sign = (key: string, as: string, out: string, certificate = 'certificate.json') =>
  run((output) => certifySignCommand(at(certificate), { key: at(key), as, out: at(out) }, output));
const check = (...signatures: string[]) =>
  run((output) => certifyCheckCommand(at('certificate.json'), signatures.map(at), { definition: folder }, output));
let folder = '';

beforeAll(() => {
  const name = { es: 'Elección', en: 'Election' };
  const certifiers = ['chair', 'clerk', 'member'].map((id) => {
    const { lines } = run((output) => certifierKeyCommand(at(`${id}.key`), output));
    return { ...(JSON.parse(lines[0] ?? '') as object), id, name: id, title: name };
  });
  folder = writeFolder({ ...PLAIN, 'election.json': plainElection({ canvass: { certifiers, required: 2 } }) });
  writeFileSync(at('certificate.json'), encodeCertificateFile('plain-2024', 'president', CERTIFICATE));
  writeFileSync(at('other.json'), encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, size: 100 }));
});

it('what is to be signed cannot paint over itself on a terminal', () => {
  const up = '\u001b[2A\u001b[2K';
  const partial = { es: `x${up}`, en: `x${up}` };
  writeFileSync(at('painted.json'), encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, partial }));
  const { code, errors } = sign('chair.key', 'chair', 'painted.sig', 'painted.json');
  expect([code, errors.includes('PARTIAL'), errors.includes('\u001b')]).toEqual([0, true, false]);
});

describe("a certifier's key", () => {
  it('is hers alone, and is never made twice', () => {
    expect(statSync(at('chair.key')).mode & 0o777).toBe(0o600);
    const before = readFileSync(at('chair.key'), 'utf8');
    const again = run((output) => certifierKeyCommand(at('chair.key'), output));
    expect(again).toMatchObject({ code: 4, lines: [] });
    expect(again.errors).toContain('is there already');
    expect(readFileSync(at('chair.key'), 'utf8')).toBe(before);
    expect(makeCertifierKey(at('nowhere/a.key'))).toMatchObject({ ok: false, error: { kind: 'key-not-written' } });
  });

  it('is refused where others may read it, and where it is none', () => {
    writeFileSync(at('open.key'), readFileSync(at('chair.key')), { mode: 0o600 });
    chmodSync(at('open.key'), 0o640);
    expect(readCertifierKey(at('open.key'))).toMatchObject({ ok: false, error: { kind: 'key-open-to-others' } });
    for (const content of ['', 'zz', 'ab'.repeat(31), 'ab'.repeat(4000)]) {
      writeFileSync(at('bad.key'), content, { mode: 0o600 });
      expect(readCertifierKey(at('bad.key'))).toMatchObject({ ok: false, error: { kind: 'not-a-key' } });
    }
    expect(readCertifierKey(at('none.key'))).toMatchObject({ ok: false, error: { kind: 'key-unreadable' } });
    expect(sign('open.key', 'chair', 'x.sig')).toMatchObject({ code: 4 });
    expect(existsSync(at('x.sig'))).toBe(false);
  });
});

describe('cotejo certify', () => {
  it('says what is signed, and the signatures of enough certifiers are enough', () => {
    const signed = sign('chair.key', 'chair', 'chair.sig');
    expect(signed.code).toBe(0);
    for (const words of ['contest president', '9 expected, 8 counted', '1 open', 'PARTIAL: por orden del tribunal']) {
      expect(signed.errors).toContain(words);
    }
    expect(signed.errors).toContain(`as on the printed act: ${'0000 '.repeat(16).trim()}`);
    expect(check('chair.sig')).toMatchObject({ code: 1 });
    writeFileSync(at('copy.sig'), readFileSync(at('chair.sig')));
    expect(check('chair.sig', 'copy.sig')).toMatchObject({ code: 1 });
    sign('clerk.key', 'clerk', 'clerk.sig');
    const enough = check('chair.sig', 'clerk.sig');
    expect(enough.code).toBe(0);
    expect(enough.lines.at(-1)).toBe('2 of at least 2 certifiers signed.');
  });

  it('tells a signature of another certificate, by another key, by nobody', () => {
    sign('member.key', 'member', 'other.sig', 'other.json');
    sign('member.key', 'clerk', 'wrong.sig');
    sign('member.key', 'mayor', 'nobody.sig');
    for (const [name, words] of [
      ['other.sig', 'NOT a signature'],
      ['wrong.sig', 'NOT a signature'],
      ['nobody.sig', 'NOT a certifier'],
    ] as const) {
      const { code, lines } = check('chair.sig', 'clerk.sig', name);
      expect([code, lines.join('\n')]).toEqual([1, expect.stringContaining(words)]);
    }
  });

  it('refuses what is no certificate, no signature, and the folder of another election', () => {
    writeFileSync(at('text.json'), '{"election":"plain-2024"}');
    expect(sign('chair.key', 'chair', 'y.sig', 'text.json')).toMatchObject({ code: 4 });
    expect(sign('chair.key', 'chair', 'y.sig', 'missing.json')).toMatchObject({ code: 4 });
    expect(check('text.json').errors).toContain('is no signature');
    const other = writeFolder({ ...PLAIN, 'election.json': plainElection({ id: 'other-2024' }) });
    const none = writeFolder(PLAIN);
    for (const [definition, words] of [
      [other, 'other-2024'],
      [none, 'names nobody who certifies'],
      [at('nowhere'), 'no such folder'],
    ] as const) {
      const refused = run((output) =>
        certifyCheckCommand(at('certificate.json'), [at('chair.sig')], { definition }, output),
      );
      expect([refused.code, refused.errors]).toEqual([4, expect.stringContaining(words)]);
    }
  });
});
