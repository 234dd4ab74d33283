import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Role } from '../../apps/desk/roles.ts';
import type { Language } from '../../apps/desk/texts.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { cotejo, RealProcess } from '../cli/real-process.ts';
import { Desk, PASSWORD } from './counting-centre-desk.ts';
import { drawScan, readDefinition, type Scan, writeElection } from './counting-centre-election.ts';
import { PublicSite } from './counting-centre-public.ts';

/* A real counting centre in a process of its own, and the people who sit at it. */

export function launchBrowser(): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({
    executablePath: process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-sync', ...quiet],
  });
}

export class CentreRun {
  readonly root: string;
  readonly election: string;
  readonly out: string;
  readonly definition: ElectionDefinition;
  process: RealProcess;
  ports: readonly [string, string] = ['0', '0'];
  desks = '';
  site: PublicSite;
  private scans = 0;

  private constructor(root: string, more: object, stations: string | undefined) {
    this.root = root;
    this.election = join(root, 'election');
    this.out = join(root, 'run');
    writeElection(this.election, more, stations);
    this.definition = readDefinition(this.election);
    this.process = this.spawn();
    this.site = new PublicSite('');
  }

  /** `more`: what this election has instead. */
  static async start(more: object = {}, stations?: string): Promise<CentreRun> {
    const run = new CentreRun(mkdtempSync(join(tmpdir(), 'cotejo-e2e-centre-')), more, stations);
    await run.started();
    return run;
  }

  private spawn(main?: string): RealProcess {
    const [page, desk] = this.ports;
    return new RealProcess(['count', this.election, '--out', this.out, '--port', page, '--desk-port', desk], main);
  }

  private async started(): Promise<void> {
    const [, page = '', desks = ''] = await this.process.until(/Public page: (\S+)\s+Desks: +(\S+)[\s\S]*Trust file/);
    this.desks = desks;
    this.site = new PublicSite(page);
    this.ports = [new URL(page).port, new URL(desks).port];
  }

  /** The same command again, on the same ports: browsers go on where they were. `main`: of another version of the program. */
  async again(main?: string): Promise<void> {
    this.process = this.spawn(main);
    await this.started();
  }

  async code(): Promise<string> {
    const [, code = ''] = await this.process.until(/for one hour: +(\S+)/);
    return code;
  }

  /** Hands scans in with the real command, each time from a folder of its own. */
  async handIn(
    scans: readonly (Scan & { readonly name?: string })[],
  ): Promise<{ readonly code: number | null; readonly said: string }> {
    this.scans += 1;
    const folder = join(this.root, `scans-${this.scans}`);
    mkdirSync(folder);
    for (const [i, scan] of scans.entries()) {
      writeFileSync(join(folder, scan.name ?? `scan ${i}.jpg`), await drawScan(this.definition, scan));
    }
    const key = join(this.root, 'scanner.key');
    const { code, out, err } = await cotejo(
      'intake',
      folder,
      '--server',
      this.desks,
      '--device',
      'scanner-1',
      '--key',
      key,
    );
    return { code, said: out + err };
  }

  async end(): Promise<void> {
    if (this.process.child.exitCode === null) await this.process.interrupt();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export type Seat = { readonly name: string; readonly role: Role; readonly language: Language; readonly width: number };

export const SEATS = [
  { name: 'ana', role: 'typist', language: 'es', width: 1280 },
  { name: 'beto', role: 'typist', language: 'en', width: 360 },
  { name: 'caro', role: 'typist', language: 'es', width: 1280 },
  { name: 'dino', role: 'typist', language: 'en', width: 1280 },
  { name: 'vera', role: 'verifier', language: 'es', width: 360 },
  { name: 'sol', role: 'supervisor', language: 'en', width: 1280 },
  { name: 'sam', role: 'supervisor', language: 'es', width: 360 },
  { name: 'pia', role: 'publisher', language: 'es', width: 1280 },
  { name: 'paz', role: 'publisher', language: 'en', width: 360 },
  { name: 'aura', role: 'auditor', language: 'en', width: 1280 },
] as const satisfies readonly Seat[];
export type Name = (typeof SEATS)[number]['name'];
export const TYPISTS = ['ana', 'beto', 'caro', 'dino'] as const;

/** The first administrator, by the code of the machine. */
export async function seatAdministrator(browser: Browser, run: CentreRun): Promise<Desk> {
  const admin = await Desk.open(browser, run.desks, 'rosa', 'es');
  await admin.page.goto(`${run.desks}/#first`);
  await admin.fill('#code', await run.code());
  await admin.fill('#name', 'rosa');
  await admin.fill('#new-password', PASSWORD);
  await admin.fill('#new-password-again', PASSWORD);
  await admin.push(admin.t.common.save);
  await admin.page.getByText(admin.t.signIn.done).waitFor();
  await admin.signIn();
  return admin;
}

/** The administrator makes the account on her screen, hands the code over, and the person sets a password with it. */
export async function seatPerson(browser: Browser, admin: Desk, { name, role, language, width }: Seat): Promise<Desk> {
  const { t, page } = admin;
  await admin.go('people');
  await admin.fill('#person-name', name);
  await admin.to(page.getByRole('checkbox', { name: t.roles[role], exact: true }));
  await admin.press('Space');
  await admin.push(t.people.make);
  const code = (await page.locator('.code .secret').textContent()) ?? '';
  if (name === 'ana') await admin.examine('people-code');
  await admin.push(t.people.codeDone);
  const desk = await Desk.open(browser, admin.url, name, language, width);
  await desk.redeem(code.trim());
  return desk;
}
