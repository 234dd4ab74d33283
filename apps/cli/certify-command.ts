import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { describeCertifierKeyError, makeCertifierKey, readCertifierKey } from '../../adapters/keys/certifier-key.ts';
import { type Bytes, fromBase64, toBase64 } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { CanvassRules } from '../../src/model/canvass-rules.ts';
import { officeDefinition } from '../../src/model/office-definition.ts';
import { plain } from '../../src/verify/index.ts';
import { CERTIFICATE_MOST, type CertificateFile, parseCertificateFile } from '../papers/certificate-file.ts';
import type { Ask } from './ask-terminal.ts';
import { certificateText, type NamedCertificate, type NotOfDefinition, nameCertificate } from './certificate-text.ts';
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

export type SignOptions = {
  readonly key: string;
  readonly as: string;
  readonly out?: string;
  /** The election folder: with it names are shown, and key and certifier have to be those of it. */
  readonly definition?: string;
  readonly office?: string;
  readonly yes?: boolean;
};

/** `cotejo certify sign CERTIFICATE`: says what would be signed, asks whoever sits there, and signs it. */
export async function certifySignCommand(
  path: string,
  options: SignOptions,
  output: Output,
  ask: Ask | null,
): Promise<ExitCode> {
  if (options.office !== undefined && options.definition === undefined) {
    return refuse(output, '--office needs --definition FOLDER', EXIT.usage);
  }
  const file = readCertificate(path);
  if (!file.ok) return refuse(output, file.error.text, file.error.code);
  const named = options.definition === undefined ? ok(null) : readNamed(options.definition, options, file.value);
  if (!named.ok) return refuse(output, named.error.text, named.error.code);
  const signer = readCertifierKey(options.key);
  if (!signer.ok) return refuse(output, describeCertifierKeyError(signer.error), EXIT.badInput);
  const wrong = named.value === null ? null : refuseKey(named.value, options.as, toBase64(signer.value.publicKey));
  if (wrong !== null) return refuse(output, wrong, EXIT.badInput);
  describe(file.value, named.value, output.error);
  if (named.value === null) output.error('With --definition FOLDER the names are shown beside the codes.');
  if (ask !== null && options.yes !== true) {
    const answer = await ask(`Sign this as ${plain(options.as)}? Type yes: `);
    if (answer?.trim().toLowerCase() !== 'yes') return refuse(output, 'nothing was signed.', EXIT.failed);
  }
  const signature = toBase64(signer.value.sign(file.value.message));
  const text = canonicalText({ certifier: options.as, signature });
  if (options.out === undefined) output.line(text);
  else writeFileSync(options.out, `${text}\n`, { flag: 'wx' });
  return EXIT.ok;
}

/** Whoever signs under another's name finds out here, and not when the signature is refused. */
function refuseKey({ definition }: NamedCertificate, as: string, key: string): string | null {
  const certifiers = definition.election.canvass?.certifiers ?? [];
  const named = certifiers.find(({ id }) => id === as);
  if (named === undefined) {
    return `the definition has no certifier ${as}: they are ${certifiers.map(({ id }) => id).join(', ') || 'nobody'}.`;
  }
  return named.key === key ? null : `this key is not the one of ${as} in the definition.`;
}

/** `cotejo certify check CERTIFICATE SIGNATURES...`: are enough of them by certifiers of the definition? */
export function certifyCheckCommand(
  path: string,
  signatures: readonly string[],
  options: { readonly definition: string; readonly office?: string },
  output: Output,
): ExitCode {
  const file = readCertificate(path);
  if (!file.ok) return refuse(output, file.error.text, file.error.code);
  const named = readNamed(options.definition, options, file.value);
  if (!named.ok) return refuse(output, named.error.text, named.error.code);
  const rules = rulesOf(options.definition, named.value);
  if (!rules.ok) return refuse(output, rules.error.text, rules.error.code);
  describe(file.value, named.value, output.line);
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
 * What the certificate says. Its texts are a publisher's: without control characters, which could paint over on a terminal what is
 * to be signed.
 */
function describe(file: CertificateFile, named: NamedCertificate | null, write: (text: string) => void): void {
  for (const line of certificateText(file, named)) write(plain(line));
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

/** With `office` what follows of the definition for that office. */
function readNamed(
  folder: string,
  { office }: { readonly office?: string },
  file: CertificateFile,
): Result<NamedCertificate, Refusal> {
  const read = readElectionFolder(folder);
  if (!read.ok) return err({ text: describeFailure(read.error).join('\n'), code: EXIT.badInput });
  const own = office === undefined ? ok(read.value.definition) : officeDefinition(read.value.definition, office);
  if (!own.ok) return err({ text: `${folder} has no office ${office}.`, code: EXIT.badInput });
  const named = nameCertificate(file, own.value);
  if (named.ok) return named;
  return err({ text: notOfText(folder, file, named.error), code: EXIT.badInput });
}

function notOfText(folder: string, { election }: CertificateFile, { kind, detail }: NotOfDefinition): string {
  switch (kind) {
    case 'other-election':
      return `the certificate is of election ${election}, ${folder} is ${detail}.`;
    case 'unknown-contest':
      return `${folder} has no contest ${detail}.`;
    case 'unknown-area':
      return `${folder} has no area ${detail}.`;
    case 'other-options':
      return `the certificate has not as many options as the contest ${detail} of ${folder}.`;
  }
}

function rulesOf(folder: string, { definition }: NamedCertificate): Result<CanvassRules, Refusal> {
  const { canvass } = definition.election;
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
