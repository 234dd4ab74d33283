import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import type { AskRecord } from '../../apps/office/ask-record.ts';
import { OfficeSender } from '../../apps/office/office-sender.ts';
import {
  beginOffice,
  CONTEST,
  type Medium,
  newMedium,
  removeSites,
  type Site,
  World,
  workOn,
} from '../../apps/office/office-world.test-support.ts';
import { OwnLog } from '../../apps/office/own-log.ts';
import { DESK_SOURCE } from '../../apps/run/election-run.ts';
import { Random } from '../../simulation/random.ts';
import { instant } from '../../src/base/instant.ts';
import { err, expectOk } from '../../src/base/result.ts';
import { POLLS_CLOSE } from '../../src/entry/centre-example.test-support.ts';
import { decodeHeader, officeHeader } from '../../src/record/index.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../../src/verify/index.ts';

/*
 * Three offices work for hours beside a national count that each of them cannot reach for two; every process is killed at moments of
 * a seed and started again, requests and answers are lost. Nobody does anything about it. Time is virtual; the records, the checks
 * and the sender are those of a real count.
 */

const OFFICES = ['A', 'B', 'C'] as const;
const STATIONS = 12;
const MINUTE = 60_000;
const CUT = 120;
const HOURS_MOST = 12;

afterAll(removeSites);

/** Sleepers wake when the minute has come. */
class VirtualTime {
  now = POLLS_CLOSE as number;
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ at: this.now + ms, wake }));
  }

  async advance(ms: number): Promise<void> {
    this.now += ms;
    const due = this.sleepers.filter(({ at }) => at <= this.now);
    this.sleepers = this.sleepers.filter(({ at }) => at > this.now);
    for (const { wake } of due) wake();
    for (let turn = 0; turn < 40; turn++) await nextTurn();
  }
}

/** What a kill leaves of a process: its medium as it was, which the dead one reaches no more. */
function kill(medium: Medium): void {
  medium.medium = { ...medium.medium, events: [...medium.medium.events], meta: new Map(medium.medium.meta) };
}

type Killed = { kills: number; lost: number };

class Office {
  readonly id: (typeof OFFICES)[number];
  readonly medium = newMedium();
  readonly clock = { now: POLLS_CLOSE };
  readonly cutFrom: number;
  private readonly night: Night;
  private site: Site | null = null;
  private sender: { dead: boolean } | null = null;

  constructor(id: (typeof OFFICES)[number], night: Night) {
    this.id = id;
    this.night = night;
    this.cutFrom = night.random.below(40);
  }

  get isCut(): boolean {
    const minute = (this.night.time.now - POLLS_CLOSE) / MINUTE;
    return this.night.faults && minute >= this.cutFrom && minute < this.cutFrom + CUT;
  }

  /** One minute at the desks. Gives whether anything was left to do. */
  async minute(): Promise<boolean> {
    const { night } = this;
    this.clock.now = instant(Math.max(this.clock.now, night.time.now));
    if (this.site === null) {
      this.site = night.world.office(this.id, this.medium, this.clock);
      // Begun once: a process that comes after finds it in the record.
      if (this.site.centre.state.counts.state('official').kind !== 'open') await beginOffice(this.site, this.id);
    }
    if (this.sender === null) this.startSender();
    const working = this.step(this.site);
    if (night.strikes(0.06)) this.die();
    const worked = await working.catch(() => true);
    if (this.site?.run.hasNews === true) this.site.publish();
    if (night.strikes(0.04)) this.die();
    if (night.strikes(0.08)) this.killSender();
    return worked;
  }

  /** Its published log; a sender beside it reads no more. */
  ownLog(): OwnLog {
    const folder = new PublicFolder(join(this.medium.directory, 'public'), join(this.medium.directory, 'unused'));
    const store = {
      size: () => this.medium.medium.events.length,
      readFrom: (from: number, limit: number) => this.medium.medium.events.slice(from, from + limit),
    };
    return new OwnLog({ crypto: nodeCrypto, store, folder, ...this.night.world.keysOf(this.id) });
  }

  private async step(site: Site): Promise<boolean> {
    for (const [n, { id }] of site.centre.definition.stations.entries()) {
      if (await workOn(site, this.id, id, 10 + n)) return true;
    }
    return false;
  }

  private die(): void {
    kill(this.medium);
    this.site = null;
    this.night.killed.kills++;
    this.killSender();
  }

  private killSender(): void {
    if (this.sender !== null) this.sender.dead = true;
    this.sender = null;
  }

  private startSender(): void {
    const me = { dead: false };
    this.sender = me;
    const { time, random } = this.night;
    const ask: AskRecord = async (path, said) => {
      if (me.dead || this.isCut) return err('no line');
      if (this.night.strikes(0.1)) return err('lost on the way');
      const answer = await this.night.ask(path, said);
      // Killed or cut off while it waited, or the answer was lost: what it sent is there all the same.
      if (!me.dead && !this.isCut && !this.night.strikes(0.1)) return answer;
      this.night.killed.lost++;
      return err('the answer was lost');
    };
    const sender = new OfficeSender({
      ...{ office: this.id, log: this.ownLog(), ask, readFile: () => null },
      ...{ wait: (ms) => time.sleep(ms), chance: () => random.unit(), tell: () => undefined },
    });
    void sender.run(() => !me.dead, MINUTE);
  }
}

class Night {
  readonly random: Random;
  readonly world: World;
  readonly time = new VirtualTime();
  readonly faults: boolean;
  readonly killed: Killed = { kills: 0, lost: 0 };
  private site: Site | null = null;
  private asking: AskRecord | null = null;

  constructor(seed: string, faults: boolean) {
    this.random = new Random(`offices ${seed}`);
    this.world = new World(OFFICES, 'night', STATIONS);
    this.faults = faults;
  }

  strikes(chance: number): boolean {
    return this.faults && this.random.unit() < chance;
  }

  get ask(): AskRecord {
    return (path, said) => (this.asking === null ? Promise.resolve(err('nobody answers')) : this.asking(path, said));
  }

  start(): Site {
    this.world.clock.now = instant(Math.max(this.world.clock.now, this.time.now));
    if (this.site !== null) return this.site;
    const { site, ask } = this.world.national(this.world.nationalMedium, true);
    this.site = site;
    this.asking = ask;
    return site;
  }

  async play(): Promise<Site> {
    await this.world.beginNational(this.start(), OFFICES);
    const offices = OFFICES.map((id) => new Office(id, this));
    for (let minute = 0; minute < HOURS_MOST * 60; minute++) {
      let worked = false;
      for (const office of offices) worked = (await office.minute()) || worked;
      await this.time.advance(MINUTE);
      const site = this.start();
      if (site.run.hasNews) expectOk(site.run.publish(this.world.clock.now, site.run.isFilled, DESK_SOURCE), 'a state');
      if (this.strikes(0.05)) this.die();
      if (!worked && !offices.some(({ isCut }) => isCut) && this.isComplete(offices)) return this.start();
    }
    throw new Error(`after ${HOURS_MOST} hours something is still missing`);
  }

  /** Whether the national record has all that every office published. */
  private isComplete(offices: readonly Office[]): boolean {
    const site = this.start();
    return offices.every((office) => {
      const log = office.ownLog();
      const size = expectOk(log.refresh(), 'its log');
      return size > 0 && site.run.offices.of(office.id)?.size === size;
    });
  }

  private die(): void {
    kill(this.world.nationalMedium);
    this.site = null;
    this.asking = null;
    this.killed.kills++;
  }
}

/** What is published of the official count, once its embargo is lifted. */
async function totalsOf(site: Site) {
  await site.act({ kind: 'lift-embargo', contest: CONTEST, by: 'console' });
  site.publish();
  const { view, canvass } = site.run;
  const { units, stations } = site.centre.definition;
  const sums = units.map((_, unit) => view.tabulation.sums('official', 0, unit));
  return {
    sums: JSON.stringify(sums, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ends: stations.map((_, place) => canvass.endOf(place, 0)?.kind),
  };
}

/** From the public bytes alone, by the trust file of the national count. */
function verdictOn(site: Site) {
  const { origin, log, heartbeat } = site.keys;
  const said = { v: 1, origin, log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
  const text = JSON.stringify({ ...said, definition: site.run.definition.combined, witnesses: [] });
  const trust = expectOk(parseTrust(nodeCrypto, new TextEncoder().encode(text)), 'the trust file');
  const source = expectOk(createFolderSource(join(site.world.directory, 'public')), 'the public folder');
  return verifyPublic({ source, trust, crypto: nodeCrypto });
}

describe('three offices cut off for two hours each, and everything killed at random', () => {
  it.each(['one', 'two', 'three'])('seed %s: the merged record is complete, with the same totals', async (seed) => {
    const undisturbed = await totalsOf(await new Night(seed, false).play());
    expect(new Set(undisturbed.ends)).toEqual(new Set(['counted']));
    const night = new Night(seed, true);
    const site = await night.play();
    expect(night.killed.kills).toBeGreaterThan(10);
    expect(night.killed.lost).toBeGreaterThan(3);
    expect(await totalsOf(site)).toEqual(undisturbed);
    // Each office's log can be made again from the national record, and nothing of it was taken twice.
    for (const id of OFFICES) {
      const own = site.world.medium.events.flatMap(({ header }) => {
        const decoded = expectOk(decodeHeader(header), 'a header');
        const bytes = decoded.office?.id === id ? officeHeader(decoded) : null;
        return bytes === null ? [] : [new TextDecoder().decode(bytes)];
      });
      expect(own.length).toBeGreaterThan(4 * STATIONS);
      expect(new Set(own).size).toBe(own.length);
    }
    const verdict = verdictOn(site);
    expect(verdict.kind, describeVerdict(verdict).join('\n')).toBe('verified');
  });
});
