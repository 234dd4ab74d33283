import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN, plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { makeCertifierKey, readCertifierKey } from '../../adapters/keys/certifier-key.ts';
import type { Certificate } from '../../src/record/index.ts';
import { encodeCertificateFile } from '../papers/certificate-file.ts';
import { certifierKeyCommand, certifyCheckCommand, certifySignCommand, type SignOptions } from './certify-command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-certify-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (name: string) => join(scratch, name);

const HASH = `${'A'.repeat(43)}=`;
const OUTCOME = '{"complete":false,"kind":"settled","result":{"by":"A","kind":"won"}}';
const CERTIFICATE: Certificate = {
  ...{ area: 'u0', size: 99, root: HASH, offices: [], outcome: OUTCOME, seats: null },
  partial: { es: 'por orden del tribunal', en: 'by order of the court' },
  figures: {
    ...{ expected: 9, counted: 8, annulled: 0, notInstalled: 0, lost: 0, open: 1, registered: 500 },
    ...{ votes: [5, 4], others: [1, 0], valid: 9, cast: 10 },
  },
  papers: { data: HASH, es: HASH, en: HASH },
};

type Said = { line: (t: string) => void; error: (t: string) => void };

function run(command: (output: Said) => number) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = command({ line: (t) => lines.push(t), error: (t) => errors.push(t) });
  return { code, lines, errors: errors.join('\n') };
}

/** `answer`: what the person at the terminal says, null nothing; without it nobody sits there. */
async function sign(key: string, as: string, out: string, more: Partial<SignOptions> & Asked = {}) {
  const { certificate = 'certificate.json', answer, ...rest } = more;
  const errors: string[] = [];
  const lines: string[] = [];
  const output: Said = { line: (t) => lines.push(t), error: (t) => errors.push(t) };
  const ask = answer === undefined ? null : async () => answer;
  const code = await certifySignCommand(at(certificate), { key: at(key), as, out: at(out), ...rest }, output, ask);
  return { code, lines, errors: errors.join('\n') };
}
type Asked = { readonly certificate?: string; readonly answer?: string | null };
const check = (...signatures: string[]) =>
  run((output) => certifyCheckCommand(at('certificate.json'), signatures.map(at), { definition: folder }, output));
let folder = '';

beforeAll(() => {
  const name = { es: 'Elección', en: 'Election' };
  const certifiers = ['chair', 'clerk', 'member'].map((id) => {
    const { lines } = run((output) => certifierKeyCommand(at(`${id}.key`), output));
    return { ...(JSON.parse(lines[0] ?? '') as object), id, name: id, title: name };
  });
  const canvass = { certifiers, required: 2 };
  folder = writeFolder({ ...PLAIN, 'election.json': plainElection({ canvass }) });
  writeFileSync(at('certificate.json'), encodeCertificateFile('plain-2024', 'president', CERTIFICATE));
  writeFileSync(at('other.json'), encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, size: 100 }));
});

it('what is to be signed cannot paint over itself on a terminal', async () => {
  const up = '\u001b[2A\u001b[2K';
  const partial = { es: `x${up}`, en: `x${up}` };
  writeFileSync(at('painted.json'), encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, partial }));
  const { code, errors } = await sign('chair.key', 'chair', 'painted.sig', { certificate: 'painted.json' });
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

  it('is refused where others may read it, and where it is none', async () => {
    writeFileSync(at('open.key'), readFileSync(at('chair.key')), { mode: 0o600 });
    chmodSync(at('open.key'), 0o640);
    expect(readCertifierKey(at('open.key'))).toMatchObject({ ok: false, error: { kind: 'key-open-to-others' } });
    for (const content of ['', 'zz', 'ab'.repeat(31), 'ab'.repeat(4000)]) {
      writeFileSync(at('bad.key'), content, { mode: 0o600 });
      expect(readCertifierKey(at('bad.key'))).toMatchObject({ ok: false, error: { kind: 'not-a-key' } });
    }
    expect(readCertifierKey(at('none.key'))).toMatchObject({ ok: false, error: { kind: 'key-unreadable' } });
    expect(await sign('open.key', 'chair', 'x.sig')).toMatchObject({ code: 4 });
    expect(existsSync(at('x.sig'))).toBe(false);
  });
});

describe('cotejo certify', () => {
  it('says what is signed, and the signatures of enough certifiers are enough', async () => {
    const signed = await sign('chair.key', 'chair', 'chair.sig');
    expect(signed.code).toBe(0);
    for (const words of ['contest president', '9 expected, 8 counted', '1 open', 'PARTIAL: por orden del tribunal']) {
      expect(signed.errors).toContain(words);
    }
    expect(signed.errors).toContain(`as on the printed act: ${'0000 '.repeat(16).trim()}`);
    expect(check('chair.sig')).toMatchObject({ code: 1 });
    writeFileSync(at('copy.sig'), readFileSync(at('chair.sig')));
    expect(check('chair.sig', 'copy.sig')).toMatchObject({ code: 1 });
    await sign('clerk.key', 'clerk', 'clerk.sig');
    const enough = check('chair.sig', 'clerk.sig');
    expect(enough.code).toBe(0);
    expect(enough.lines.at(-1)).toBe('2 of at least 2 certifiers signed.');
  });

  it('shows names of the definition before it asks, and signs only on a yes', async () => {
    const named = { definition: folder };
    for (const answer of ['no', '', 'y', null]) {
      const { code, lines, errors } = await sign('chair.key', 'chair', 'asked.sig', { ...named, answer });
      expect([code, lines, existsSync(at('asked.sig'))]).toEqual([1, [], false]);
      expect(errors).toContain('nothing was signed');
    }
    const { code, errors } = await sign('chair.key', 'chair', 'asked.sig', { ...named, answer: ' Yes ' });
    expect(code).toBe(0);
    for (const words of [
      'Election: Elección / Election (plain-2024)',
      'Contest: Elección / Election (president)',
      'Area: the whole election (u0)',
      'Ana, Azul (A): 5',
      'Beto, Blanco (B): 4',
      'blank: 1',
      'Outcome (es): Decidido por aritmética',
      'hold, Ana would win.',
      `as it is signed: ${OUTCOME}`,
      'NOTE: the definition has 3 stations',
    ]) {
      expect(errors).toContain(words);
    }
    expect(check('asked.sig').lines.at(-1)).toBe('1 of at least 2 certifiers signed.');
    const unasked = await sign('chair.key', 'chair', 'unasked.sig', { ...named, answer: 'no', yes: true });
    expect(unasked.code).toBe(0);
  });

  it('names the area of a part, and tells when all its stations are expected', async () => {
    const figures = { ...CERTIFICATE.figures, expected: 2, counted: 1 };
    const part = encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, area: 'u1', figures });
    writeFileSync(at('part.json'), part);
    const { errors } = await sign('chair.key', 'chair', 'part.sig', { definition: folder, certificate: 'part.json' });
    expect(errors).toContain('Area: Tarija (u1)');
    expect(errors).not.toContain('NOTE');
  });

  it('with the definition is refused to whom it does not name, and of what it does not have', async () => {
    const refused = async (
      key: string,
      as: string,
      certificate = 'certificate.json',
      more: Partial<SignOptions> = {},
    ) => {
      const { code, errors } = await sign(key, as, 'never.sig', { definition: folder, certificate, ...more });
      return [code, errors.replaceAll(folder, 'FOLDER')];
    };
    expect(await refused('chair.key', 'clerk')).toEqual([4, expect.stringContaining('not the one of clerk')]);
    expect(await refused('chair.key', 'mayor')).toEqual([4, expect.stringContaining('chair, clerk, member')]);
    const write = (name: string, contest: string, change: Partial<Certificate>) =>
      writeFileSync(at(name), encodeCertificateFile('plain-2024', contest, { ...CERTIFICATE, ...change }));
    write('contest.json', 'mayor', {});
    write('area.json', 'president', { area: 'u99' });
    write('options.json', 'president', { figures: { ...CERTIFICATE.figures, votes: [5, 4, 0] } });
    for (const [name, words] of [
      ['contest.json', 'no contest mayor'],
      ['area.json', 'no area u99'],
      ['options.json', 'not as many options'],
    ] as const) {
      expect(await refused('chair.key', 'chair', name)).toEqual([4, expect.stringContaining(words)]);
    }
    const office = { office: 'J9' };
    expect(await refused('chair.key', 'chair', 'certificate.json', office)).toEqual([4, expect.stringContaining('J9')]);
    expect(existsSync(at('never.sig'))).toBe(false);
    expect(await sign('chair.key', 'chair', 'never.sig', office)).toMatchObject({ code: 2 });
  });

  it('has no words for an outcome that is none', async () => {
    writeFileSync(at('odd.json'), encodeCertificateFile('plain-2024', 'president', { ...CERTIFICATE, outcome: '{}' }));
    const { code, errors } = await sign('chair.key', 'chair', 'odd.sig', {
      definition: folder,
      certificate: 'odd.json',
    });
    expect([code, errors]).toEqual([0, expect.stringContaining('NOT an outcome')]);
  });

  it('tells a signature of another certificate, by another key, by nobody', async () => {
    await sign('member.key', 'member', 'other.sig', { certificate: 'other.json' });
    await sign('member.key', 'clerk', 'wrong.sig');
    await sign('member.key', 'mayor', 'nobody.sig');
    for (const [name, words] of [
      ['other.sig', 'NOT a signature'],
      ['wrong.sig', 'NOT a signature'],
      ['nobody.sig', 'NOT a certifier'],
    ] as const) {
      const { code, lines } = check('chair.sig', 'clerk.sig', name);
      expect([code, lines.join('\n')]).toEqual([1, expect.stringContaining(words)]);
    }
  });

  it('refuses what is no certificate, no signature, and the folder of another election', async () => {
    writeFileSync(at('text.json'), '{"election":"plain-2024"}');
    expect(await sign('chair.key', 'chair', 'y.sig', { certificate: 'text.json' })).toMatchObject({ code: 4 });
    expect(await sign('chair.key', 'chair', 'y.sig', { certificate: 'missing.json' })).toMatchObject({ code: 4 });
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
