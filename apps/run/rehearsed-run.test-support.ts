import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createMemoryMedium, createMemoryStore, type MemoryMedium } from '../../adapters/store/memory-store.ts';
import { generateElection, type Rehearsal } from '../../simulation/generate-election.ts';
import { type NightPlan, planNight } from '../../simulation/night.ts';
import { toHex } from '../../src/base/bytes.ts';
import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { err } from '../../src/base/result.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import type { RenderUnitPage } from '../../src/publication/state-files.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { ElectionRun } from './election-run.ts';
import { type Control, play } from './play.ts';
import type { RunError, RunPorts } from './ports.ts';
import { rehearsalPlan } from './rehearsal-plan.ts';
import { RehearsalSheets } from './rehearsal-sheets.ts';
import type { Plan } from './steps.ts';

/** A small election and its night. */
export type Staged = {
  readonly seed: string;
  readonly rehearsal: Rehearsal;
  readonly night: NightPlan;
  readonly plan: Plan;
};

export function stage(seed: string, stations: number, states: number): Staged {
  const rehearsal = generateElection({ seed, stations });
  const night = planNight(rehearsal, { scenario: 'stop', seed });
  const sheets = new RehearsalSheets(layOutGeography(rehearsal.definition), seed, new Map());
  return { seed, rehearsal, night, plan: rehearsalPlan(night, { states, sheets, leftToPeople: null, board: null }) };
}

/** What outlives a process: the store's medium and the public folder. */
export type World = { medium: MemoryMedium; readonly directory: string };

/** In memory where Linux offers it: thousands of small files, and no test here is about the disk. */
const MEMORY = '/dev/shm';
const scratch = existsSync(MEMORY) ? MEMORY : tmpdir();
let made: string[] = [];

export function newWorld(): World {
  const directory = mkdtempSync(join(scratch, 'cotejo-run-'));
  made.push(directory);
  return { medium: createMemoryMedium(), directory };
}

export function removeWorlds(): void {
  keepOnly([]);
}

/** Removes the folders of all other worlds. */
export function keepOnly(worlds: readonly World[]): void {
  const kept = new Set(worlds.map((world) => world.directory));
  for (const directory of made) if (!kept.has(directory)) rmSync(directory, { recursive: true, force: true });
  made = made.filter((directory) => kept.has(directory));
}

export function publicPath(world: World): string {
  return join(world.directory, 'public');
}

/** A page that holds everything it was given, so that whatever differs shows. Only the front page may depend on the state. */
export const plainPage: RenderUnitPage = ({ unit, language, state, history, frontier }) => {
  const seen = unit.path.length === 0 ? { language, unit, state, history, frontier } : { language, unit };
  return canonicalText(JSON.parse(JSON.stringify(seen, (_, v) => (typeof v === 'bigint' ? String(v) : v))) as Json);
};

/** Thrown in place of the next effect on the world, as a kill would: nothing after it happens. */
export class Killed extends Error {}

export type Opening = {
  readonly render?: RenderUnitPage;
  readonly fixedFiles?: RunPorts['fixedFiles'];
  /** The process dies before this many effects on the world are done. */
  readonly killAfter?: number;
  readonly wrapStore?: (store: RecordStore) => RecordStore;
  readonly keySeed?: string;
  /** Asked before each file is prepared or put in place: the disk is full. */
  readonly isFull?: () => boolean;
};

export type Opened = { readonly run: ElectionRun; readonly effects: () => number };

/** A process: opens the world and is the only one to write it. */
export function open(world: World, staged: Staged, opening: Opening = {}): Opened {
  // A process that died holds nothing any more.
  world.medium.writerOpen = false;
  let effects = 0;
  const effect = () => {
    if (effects >= (opening.killAfter ?? Number.POSITIVE_INFINITY)) throw new Killed();
    effects++;
  };
  const inner = (opening.wrapStore ?? ((s) => s))(createMemoryStore(world.medium));
  const store: RecordStore = {
    size: () => inner.size(),
    readFrom: (from, limit) => inner.readFrom(from, limit),
    readMeta: (name) => inner.readMeta(name),
    close: () => inner.close(),
    append(expectedSize, batch) {
      effect();
      const answer = inner.append(expectedSize, batch);
      // The batch is stored, and the process may die before it knows.
      effect();
      return answer;
    },
    writeMeta(name, value) {
      effect();
      inner.writeMeta(name, value);
    },
  };
  const isFull = opening.isFull ?? (() => false);
  const folder = new KillableFolder(publicPath(world), join(world.directory, 'staging'), effect, isFull);
  folder.prepare();
  const { definition } = staged.rehearsal;
  const keys = rehearsalKeys(nodeCrypto, opening.keySeed ?? staged.seed, definition.election.id);
  const run = new ElectionRun(definition, {
    crypto: nodeCrypto,
    store,
    folder,
    ...keys,
    readPicture: () => null,
    unixSeconds: (lastAt) => Math.floor(lastAt / 1000),
    renderUnitPage: opening.render ?? plainPage,
    fixedFiles: opening.fixedFiles ?? [],
  });
  return { run, effects: () => effects };
}

class KillableFolder extends PublicFolder {
  private readonly effect: () => void;
  private readonly isFull: () => boolean;

  constructor(root: string, staging: string, effect: () => void, isFull: () => boolean) {
    super(root, staging);
    this.effect = effect;
    this.isFull = isFull;
  }

  override stage(path: string, bytes: Uint8Array): ReturnType<PublicFolder['stage']> {
    return this.isFull() ? err({ kind: 'cannot-write', path, detail: 'ENOSPC' }) : super.stage(path, bytes);
  }

  protected override place(temporary: string, path: string, bytes: number): void {
    this.effect();
    if (this.isFull()) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    super.place(temporary, path, bytes);
  }

  override removeFolder(path: string): void {
    this.effect();
    super.removeFolder(path);
  }
}

export type Ended = 'to the end' | 'killed' | RunError;

/** Plays the plan as the command line does; `press` may use the keys at any position. */
export async function playOn(
  opened: Opened,
  staged: Staged,
  press: (position: number, control: Control) => void = () => undefined,
): Promise<Ended> {
  const control: Control = { paused: false, speed: 1, toggleStop: false, quit: false };
  try {
    const begun = opened.run.begin(staged.night.firstAt);
    if (!begun.ok) return begun.error;
    // Every position is seen, as `play` itself tells only of some.
    const plan: Plan = {
      ...staged.plan,
      *steps(view) {
        for (const step of staged.plan.steps(view)) {
          yield step;
          press(step[0], control);
        }
      },
    };
    const played = await play(opened.run, plan, {
      control,
      pace: null,
      onProgress: () => undefined,
      onFirstState: async () => true,
    });
    return played.ok ? 'to the end' : played.error;
  } catch (cause) {
    if (cause instanceof Killed) return 'killed';
    throw cause;
  }
}

/** Opens and plays to the end. */
export async function goOn(world: World, staged: Staged, opening: Opening = {}): Promise<Ended> {
  return playOn(open(world, staged, opening), staged);
}

/** Every public file by path, as hashes. Of partial tiles only the newest: older ones may stay (C2SP tlog-tiles). */
export function publicFiles(world: World): Record<string, string> {
  const root = publicPath(world);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  const newest = new Map<string, number>();
  const widthOf = (path: string) => /^(tile\/.*\.p)\/(\d+)$/.exec(path);
  for (const path of paths) {
    const [, tile = '', width = ''] = widthOf(path) ?? [];
    if (tile !== '') newest.set(tile, Math.max(newest.get(tile) ?? 0, Number(width)));
  }
  const files: Record<string, string> = {};
  for (const path of paths) {
    const [, tile = '', width = ''] = widthOf(path) ?? [];
    if (tile !== '' && newest.get(tile) !== Number(width)) continue;
    files[path] = toHex(nodeCrypto.sha256(readFileSync(join(root, path))));
  }
  return files;
}

export function rootOf(opened: Opened): string {
  const { tree } = opened.run.keeper;
  return toHex(tree.rootAt(tree.size));
}
