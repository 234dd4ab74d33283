import { existsSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure, describeWarnings } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { openRunKeys } from '../../adapters/keys/key-folder.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { officeOfOrigin } from '../../src/model/office-definition.ts';
import { CentreLoop } from '../centre/centre-loop.ts';
import { LiveEstimates } from '../centre/live-estimates.ts';
import { type OpenedCentre, openCentre } from '../centre/open-centre.ts';
import { readingNotice } from '../centre/routes/reading.ts';
import { readSmsSettings, type SmsSettings } from '../centre/sms-settings.ts';
import { asOffice, originOfOffice } from '../office/count-of-office.ts';
import { Estimator } from '../run/estimator.ts';
import { type OpenedRun, openRun } from '../run/open-run.ts';
import { describeRunError } from '../run/ports.ts';
import type { PublicServer } from '../server/public-server.ts';
import { startServerThread } from '../server/server-thread.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { PORT_WORDS, parsePort } from './port.ts';
import { untilSignal } from './until-signal.ts';

export type CountOptions = {
  readonly out: string;
  readonly port?: string;
  readonly deskPort?: string;
  readonly host: string;
  readonly url?: string;
  /** Where else phones reach this door. */
  readonly endpoint?: readonly string[];
  /** Settings of a gateway for SMS. */
  readonly sms?: string;
  /** Id of the office whose part of the official count this is. */
  readonly office?: string;
  /** Trust file of the national count, which gives an office the name of its log; needed at its first start. */
  readonly national?: string;
  /** False: the public pages answer nobody until an administrator opens them. */
  readonly reading?: boolean;
};

const TICK_MS = 1000;
const DESK_PORT = 8090;
const NEXT_PORTS = 20;

/** `cotejo count FOLDER --out DIR`: a real count, with desks for people, a door for sheets and the public page. */
export async function countCommand(folder: string, options: CountOptions, output: Output): Promise<ExitCode> {
  const ports = [parsePort(options.port), parsePort(options.deskPort ?? String(DESK_PORT))] as const;
  if (ports[0] === null || ports[1] === null) return refuse(output, PORT_WORDS, EXIT.usage);
  const exposed = refuseExposed(options) ?? refuseEndpoints(options.endpoint ?? []);
  if (exposed !== null) return refuse(output, exposed, EXIT.usage);
  const read = readElectionFolder(folder);
  if (!read.ok) {
    for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  for (const line of describeWarnings(read.value.warnings, 1)) output.error(line);
  const whole = asLive(read.value.definition);
  const definition = whole.ok ? asOffice(whole.value, options) : whole;
  if (!definition.ok) return refuse(output, definition.error, EXIT.badInput);
  const sms = options.sms === undefined ? null : readSmsSettings(options.sms);
  if (sms?.ok === false) {
    for (const detail of sms.error.details) output.error(`cotejo: ${sms.error.path}: ${detail}`);
    return EXIT.badInput;
  }
  if (options.office !== undefined && options.national === undefined && !existsSync(`${options.out}/store.sqlite`)) {
    const why = 'the trust file of the national count gives the log of the office its name';
    return refuse(output, `at its first start --office needs --national FILE: ${why}`, EXIT.usage);
  }
  const named = nameOfLog(options);
  if (!named.ok) return refuse(output, named.error, EXIT.badInput);
  const opened = openLiveRun(options, definition.value, named.value);
  if (!opened.ok) return refuse(output, opened.error);
  const stop = untilSignal();
  try {
    return await runCount(
      opened.value,
      { ...options, ports: [ports[0], ports[1]], gateway: sms?.value ?? null },
      stop.signalled,
      output,
    );
  } finally {
    stop.detach();
    opened.value.close();
  }
}

/** A page that came by https asks no other address without it. */
function refuseEndpoints(endpoints: readonly string[]): string | null {
  const isGood = (url: string) => URL.canParse(url) && new URL(url).origin === url && url.startsWith('https:');
  const wrong = endpoints.find((url) => !isGood(url));
  return wrong === undefined ? null : `--endpoint is an address like https://door.example.org, not ${wrong}`;
}

/** Passwords and sessions never cross a network in the clear: beyond this machine the desks are reached by https alone. */
function refuseExposed({ host, url }: CountOptions): string | null {
  if (url !== undefined && !URL.canParse(url)) return '--url is an address like https://desks.example.org';
  const secure = url !== undefined && new URL(url).protocol === 'https:';
  if (secure || ((host === '127.0.0.1' || host === '::1' || host === 'localhost') && url === undefined)) return null;
  return 'beyond this machine the desks need https: put a proxy with a certificate in front, and name its address with --url https://...';
}

/** Only what says of itself that it is a real count is run as one, and only if it says when its polls close. */
export function asLive(definition: ElectionDefinition): Result<ElectionDefinition, string> {
  const { election } = definition;
  if (election.nature !== 'live') {
    return err(
      `election.json says "nature": "${election.nature}". A count needs "nature": "live"; to try this definition out use \`cotejo rehearse --definition\`.`,
    );
  }
  if (election.pollsClose === null) {
    return err(
      'election.json has no "pollsClose": results are held back until the polls close, so a count has to know when.',
    );
  }
  return ok({ ...definition, election: { ...election, desk: election.desk ?? defaultDeskRules(election.contests) } });
}

/** Of an office at its first start; null: keys that are there say it, or it is a name of the run's own. */
function nameOfLog({ out, office, national }: CountOptions): Result<string | null, string> {
  if (office === undefined || existsSync(`${out}/store.sqlite`)) return ok(null);
  return originOfOffice(office, national);
}

function openLiveRun(
  { out: directory, office }: CountOptions,
  definition: ElectionDefinition,
  origin: string | null,
): Result<OpenedRun, string> {
  const fresh = !existsSync(`${directory}/store.sqlite`);
  const keys = openRunKeys(nodeCrypto, `${directory}/keys`, {
    kind: 'live',
    election: definition.election.id,
    create: fresh,
    origin,
  });
  if (!keys.ok) return err(`cannot use ${keys.error.path}: ${keys.error.detail}. Put the run's own keys back.`);
  const of = officeOfOrigin(keys.value.origin);
  if (of !== (office ?? null)) {
    return err(
      of === null
        ? `${directory} is no folder of an office. Name another with --out.`
        : `${directory} is the folder of the office ${of}: add --office ${of}, or name another folder with --out.`,
    );
  }
  return openRun(directory, definition, keys.value, true);
}

type RunOptions = CountOptions & { readonly ports: readonly [number, number]; readonly gateway: SmsSettings | null };

async function runCount(
  opened: OpenedRun,
  options: RunOptions,
  signalled: Promise<void>,
  output: Output,
): Promise<ExitCode> {
  const begun = begin(opened);
  if (!begun.ok) return refuse(output, begun.error);
  opened.writeTrust();
  const { host } = options;
  const [port] = options.ports;
  const page = await startServerThread({
    publicDirectory: opened.folder.public,
    host,
    port,
    nextPorts: options.port === undefined ? NEXT_PORTS : 0,
    reading: options.reading ?? true,
  });
  if (!page.ok) return refuse(output, `cannot serve on port ${port}: ${page.error.detail}. Name another with --port.`);
  // Whatever happens from here on, the thread that serves the page ends with the process.
  try {
    return await runDesks(opened, options, page.value, signalled, output);
  } finally {
    await page.value.close();
  }
}

async function runDesks(
  opened: OpenedRun,
  options: RunOptions,
  page: PublicServer,
  signalled: Promise<void>,
  output: Output,
): Promise<ExitCode> {
  const centre = await openCentre(opened, {
    mode: 'live',
    host: options.host,
    port: options.ports[1],
    nextPorts: options.deskPort === undefined ? NEXT_PORTS : 0,
    baseUrl: options.url ?? null,
    publicUrl: page.url,
    endpoints: options.endpoint ?? [],
    capture: { sms: options.gateway, reading: page.reading },
    office: options.office ?? null,
    clock: () => instant(Date.now()),
    log: (line) => output.error(`cotejo: ${line}`),
  });
  if (!centre.ok) return refuse(output, centre.error);
  await mendFirstAdministrator(centre.value);
  if (!page.reading.isOn) {
    // A store that refuses is told about elsewhere; without readers nobody misses the notice yet.
    await centre.value.centre.act({ kind: 'give-notice', text: readingNotice(null, false), by: 'console' });
    output.line('The public pages answer nobody: an administrator opens them at the desks (--no-reading).');
  }
  // An office counts a part: estimates of the whole are made where the whole is.
  const log = (line: string) => output.error(`cotejo: ${line}`);
  const estimator = options.office === undefined ? new Estimator({ directory: opened.folder.directory, log }) : null;
  const estimates = estimator && new LiveEstimates(centre.value.centre, estimator, opened.run.view.estimates);
  const loop = new CentreLoop(opened.run, {
    tickMs: TICK_MS,
    now: () => centre.value.centre.now(),
    unixSeconds: () => Math.floor(Date.now() / 1000),
    onTick: centre.value.upkeep,
    onPublished: () => estimates?.published(opened.run.publishedSize),
    onTrouble: (sentence) => output.error(`cotejo: ${sentence}`),
  });
  loop.start();
  estimates?.published(opened.run.publishedSize);
  await greet(opened, centre.value, page, options.url ?? centre.value.server.url, output);
  await signalled;
  output.line('Closing: what was acknowledged is stored. Start the same command again to go on.');
  await estimator?.close();
  await centre.value.close();
  loop.stop();
  return EXIT.ok;
}

/** If the process died between making the first account and granting its role, nobody could grant anything any more. */
async function mendFirstAdministrator({ accounts, centre }: OpenedCentre): Promise<void> {
  const [first, ...others] = accounts.list({ limit: 2 });
  if (first === undefined || others.length > 0 || centre.state.people.administrators > 0) return;
  await centre.act({ kind: 'grant-role', person: first.pseudonym, role: 'administrator', by: 'console' });
}

/** The first start writes down when it was: a later one begins with the same events. */
function begin(opened: OpenedRun): Result<null, string> {
  const kept = opened.store.readMeta('beginsAt');
  const at: Instant = instant(kept === null ? Date.now() : Number(kept));
  if (kept === null) opened.store.writeMeta('beginsAt', String(at));
  const begun = opened.run.begin(at);
  if (!begun.ok) return err(describeRunError(begun.error));
  const followed = opened.run.followAside();
  return followed.ok ? ok(null) : err(describeRunError(followed.error));
}

async function greet(
  opened: OpenedRun,
  centre: OpenedCentre,
  page: PublicServer,
  desks: string,
  output: Output,
): Promise<void> {
  output.line(`Public page: ${page.url}`);
  output.line(`Desks:       ${desks}`);
  output.line(`Trust file:  ${opened.folder.trust} (print it, and publish it elsewhere)`);
  const code = await centre.accounts.firstAdministratorCode();
  if (!code.ok) return;
  output.line('');
  output.line(`No account yet. Make the first administrator at ${desks}/#first`);
  output.line(`with this code, which works once and for one hour:  ${code.value.code}`);
}
