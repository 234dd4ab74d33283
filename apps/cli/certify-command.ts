import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { describeCertifierKeyError, makeCertifierKey, readCertifierKey } from '../../adapters/keys/certifier-key.ts';
import { type Bytes, fromBase64, toBase64, toHex } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { CanvassRules } from '../../src/model/canvass-rules.ts';
import { plain } from '../../src/verify/index.ts';
import { CERTIFICATE_MOST, type CertificateFile, parseCertificateFile } from '../papers/certificate-file.ts';
import { spaced } from '../papers/paper-frame.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

type Refusal = { readonly text: string; readonly code: ExitCode };
type SignatureFile = { readonly certifier: string; readonly signature: string };

const SIGNATURE_MOST = 10_000;

/** `cotejo certify key FILE`: makes the key of a certifier, and prints what the definition says of it. */
export function certifierKeyCommand(path: string, output: Output): ExitCode {
  const made = makeCertifierKey(path);
  if (!made.ok) {
    const isThere = made.error.kind === 'key-exists';
    return refuse(output, describeCertifierKeyError(made.error), isThere ? EXIT.badInput : EXIT.cannotRun);
  }
  const key = toBase64(made.value.publicKey);
  output.error(
    'For "certifiers" of election.json; fill in who you are. The file is yours alone: keep a copy of it safe.',
  );
  output.line(JSON.stringify({ id: '', name: '', title: { es: '', en: '' }, key }));
  return EXIT.ok;
}

/** `cotejo certify sign CERTIFICATE`: says what would be signed, and signs it. */
export function certifySignCommand(
  path: string,
  options: { readonly key: string; readonly as: string; readonly out?: string },
  output: Output,
): ExitCode {
  const file = readCertificate(path);
  if (!file.ok) return refuse(output, file.error.text, file.error.code);
  const signer = readCertifierKey(options.key);
  if (!signer.ok) return refuse(output, describeCertifierKeyError(signer.error), EXIT.badInput);
  describe(file.value, output.error);
  const signature = toBase64(signer.value.sign(file.value.message));
  const text = canonicalText({ certifier: options.as, signature });
  if (options.out === undefined) output.line(text);
  else writeFileSync(options.out, `${text}\n`, { flag: 'wx' });
  return EXIT.ok;
}

/** `cotejo certify check CERTIFICATE SIGNATURES...`: are enough of them by certifiers of the definition? */
export function certifyCheckCommand(
  path: string,
  signatures: readonly string[],
  options: { readonly definition: string },
  output: Output,
): ExitCode {
  const file = readCertificate(path);
  if (!file.ok) return refuse(output, file.error.text, file.error.code);
  const rules = readRules(options.definition, file.value);
  if (!rules.ok) return refuse(output, rules.error.text, rules.error.code);
  describe(file.value, output.line);
  const signed = new Set<string>();
  let wrong = 0;
  for (const name of signatures) {
    const read = readSignature(name);
    if (!read.ok) return refuse(output, read.error.text, read.error.code);
    const { certifier } = read.value;
    const verdict = verdictOf(file.value, read.value, rules.value);
    if (verdict === 'good') signed.add(certifier);
    else wrong++;
    output.line(plain(`${name}: ${WORDS[verdict]} (${certifier})`));
  }
  output.line(`${signed.size} of at least ${rules.value.required} certifiers signed.`);
  return wrong === 0 && signed.size >= rules.value.required ? EXIT.ok : EXIT.failed;
}

const WORDS = {
  good: 'a good signature',
  bad: 'NOT a signature of this certificate by that key',
  unknown: 'NOT a certifier of this definition',
} as const;

function verdictOf(
  { message }: CertificateFile,
  { certifier, signature }: SignatureFile,
  { certifiers }: CanvassRules,
): keyof typeof WORDS {
  const named = certifiers.find(({ id }) => id === certifier);
  if (named === undefined) return 'unknown';
  const [key, signed] = [fromBase64(named.key), fromBase64(signature)];
  return key.ok && signed.ok && nodeCrypto.verifyEd25519(key.value, message, signed.value) ? 'good' : 'bad';
}

/**
 * What the certificate says, with the fingerprints that stand on the printed act and on the screen of the desk. Its texts are a
 * publisher's: without control characters, which could paint over on a terminal what is to be signed.
 */
function describe({ election, contest, certificate, message }: CertificateFile, write: (text: string) => void): void {
  const line = (text: string) => write(plain(text));
  const { area, size, root, figures, seats, partial, papers, offices } = certificate;
  line(`Election ${election}, contest ${contest}, area ${area}`);
  line(`Record: ${size} events, root ${hexOf(root)}; ${offices.length} offices`);
  const { expected, counted, annulled, notInstalled, lost, open, valid, cast } = figures;
  line(
    `Sheets: ${expected} expected, ${counted} counted, ${annulled} annulled, ${notInstalled} not installed, ${lost} lost, ${open} open`,
  );
  line(`Votes: ${figures.votes.join(', ')}; others ${figures.others.join(', ')}; valid ${valid}, cast ${cast}`);
  if (seats !== null) line(`Seats: ${seats.map(([id, n]) => `${id} ${n}`).join(', ')}`);
  line(`Outcome: ${certificate.outcome}`);
  if (partial !== null) line(`PARTIAL: ${partial.es} / ${partial.en}`);
  line(`Fingerprint of the data, as on the printed act: ${hexOf(papers.data)}`);
  line(`Fingerprint of what is signed, as at the desk: ${spaced(toHex(nodeCrypto.sha256(message)))}`);
}

function hexOf(base64: string): string {
  const bytes = fromBase64(base64);
  return bytes.ok ? spaced(toHex(bytes.value)) : base64;
}

function readCertificate(path: string): Result<CertificateFile, Refusal> {
  const bytes = readBounded(path, CERTIFICATE_MOST);
  if (!bytes.ok) return bytes;
  const file = parseCertificateFile(bytes.value);
  if (file.ok) return file;
  const text = `${path} is no certificate: it has to be the file from the desk, byte for byte.`;
  return err({ text, code: EXIT.badInput });
}

function readSignature(path: string): Result<SignatureFile, Refusal> {
  const bytes = readBounded(path, SIGNATURE_MOST);
  if (!bytes.ok) return bytes;
  const wrong = err({ text: `${path} is no signature of \`cotejo certify sign\`.`, code: EXIT.badInput });
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes.value));
    if (typeof said !== 'object' || said === null) return wrong;
    const { certifier, signature } = said as { readonly certifier?: unknown; readonly signature?: unknown };
    return typeof certifier === 'string' && typeof signature === 'string' ? ok({ certifier, signature }) : wrong;
  } catch {
    return wrong;
  }
}

function readRules(folder: string, { election }: CertificateFile): Result<CanvassRules, Refusal> {
  const read = readElectionFolder(folder);
  if (!read.ok) return err({ text: describeFailure(read.error).join('\n'), code: EXIT.badInput });
  const { id, canvass } = read.value.definition.election;
  if (id !== election) {
    return err({ text: `the certificate is of election ${election}, ${folder} is ${id}.`, code: EXIT.badInput });
  }
  return canvass === null
    ? err({ text: `${folder} has no canvass: it names nobody who certifies.`, code: EXIT.badInput })
    : ok(canvass);
}

function readBounded(path: string, most: number): Result<Bytes, Refusal> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || !there.isFile()) return err({ text: `there is no file ${path}.`, code: EXIT.badInput });
  if (there.size > most) return err({ text: `${path} is too large to be what it should be.`, code: EXIT.badInput });
  return ok(readFileSync(path));
}
