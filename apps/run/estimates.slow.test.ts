import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import { planNight } from '../../simulation/night.ts';
import { formatInstant, type Instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { saidOf } from '../../src/projection/said.ts';
import { estimatesCommand } from '../cli/estimates-command.ts';
import { projectCommand } from '../cli/project-command.ts';
import { verifyCommand } from '../cli/verify-command.ts';
import { estimatesBeside } from './estimate-steps.ts';
import { openRun } from './open-run.ts';
import { play } from './play.ts';
import { rehearsalPlan } from './rehearsal-plan.ts';
import { RehearsalSheets } from './rehearsal-sheets.ts';
import type { Plan } from './steps.ts';

const SEED = 'estimates';
const folder = mkdtempSync(join(tmpdir(), 'cotejo-estimates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generated = generateElection({ seed: SEED, stations: 90 });
const { election } = generated.definition;
const shown = { ...election, estimates: { show: 'on', notBefore: null, probabilities: true } as const };
const rehearsal = { ...generated, definition: { ...generated.definition, election: shown } };
const night = planNight(rehearsal, { scenario: 'calm', seed: SEED });

/** Where a process ends: at a position of the plan, or before the state that follows the so manieth making of estimates. */
type Leave = { readonly at: number } | { readonly behindMake: number };

/** Plays the night in this folder, from nothing or from where it was left, to its end or until it leaves. Gives the root of its record. */
async function playIn(name: string, leave: Leave = { at: Number.POSITIVE_INFINITY }): Promise<string> {
  const directory = join(folder, name);
  const keys = rehearsalKeys(nodeCrypto, SEED, election.id);
  const opened = expectOk(openRun(directory, rehearsal.definition, keys, false), 'a run');
  const sheets = new RehearsalSheets(layOutGeography(rehearsal.definition), SEED, new Map());
  const plain = rehearsalPlan(night, { states: 8, sheets, leftToPeople: null, board: null });
  const lines: string[] = [];
  const { plan, close } = estimatesBeside(opened, plain, (line) => void lines.push(line));
  expectOk(opened.run.begin(night.firstAt), 'begun');
  opened.writeTrust();
  const control = { paused: false, speed: 1, toggleStop: false, quit: false };
  const onProgress = (position: number) => {
    if ('at' in leave && position >= leave.at) control.quit = true;
  };
  const leaving: Plan = {
    ...plan,
    *steps(view) {
      let makes = 0;
      for (const next of plan.steps(view)) {
        const [, { kind }] = next;
        if (kind === 'publish' && 'behindMake' in leave && makes === leave.behindMake) control.quit = true;
        if (kind === 'make') makes++;
        yield next;
      }
    },
  };
  expectOk(
    await play(opened.run, leaving, { control, pace: null, onProgress, onFirstState: () => Promise.resolve(true) }),
    'played',
  );
  expect(lines).toEqual([]);
  await close();
  const { tree, ledger } = opened.run.keeper;
  const root = Buffer.from(tree.rootAt(ledger.size)).toString('hex');
  opened.close();
  return root;
}

const root = await playIn('whole');
const whole = join(folder, 'whole');
type Told = {
  readonly [contest: string]: { readonly stateAt: number; readonly said: unknown; readonly draws: number };
};
const told = JSON.parse(readFileSync(join(whole, 'public/data/estimate.json'), 'utf8')) as { readonly contests: Told };

function collect() {
  const lines: string[] = [];
  return { lines, output: { line: (l: string) => void lines.push(l), error: (l: string) => void lines.push(l) } };
}

describe('estimates beside a run', () => {
  it('are made of every contest, and their record is verified', async () => {
    expect(Object.keys(told.contests)).toEqual(['governor', 'president']);
    const { lines, output } = collect();
    expect(await verifyCommand(whole, { trust: join(whole, 'trust.json') }, output), lines.join('\n')).toBe(0);
  });

  it('are what `project --as-of` says of the same moment, to the last digit', () => {
    for (const [contest, { stateAt, said, draws }] of Object.entries(told.contests)) {
      const { lines, output } = collect();
      const asOf = formatInstant(stateAt as Instant);
      projectCommand(whole, { asOf, contest, count: 'preliminary', json: true }, output);
      const { answer, notes, base } = JSON.parse(lines.join('')) as never as {
        readonly answer: Parameters<typeof saidOf>[0];
        readonly notes: never[];
        readonly base: 'options';
      };
      const again = saidOf(answer, { draws, base, probabilities: true, notes });
      expect(JSON.parse(JSON.stringify(again))).toEqual(said);
    }
  });

  it('come out the same when they are made again, one by one', () => {
    const { lines, output } = collect();
    expect(estimatesCommand(whole, {}, output)).toBe(0);
    const made = lines.length - 1;
    expect(made).toBeGreaterThan(4);
    expect(lines.at(-1)).toBe(`${made} of ${made} come out the same.`);
  });

  it('lead to the same record wherever the process ended and began again', async () => {
    await playIn('cut', { at: 300 });
    await playIn('cut', { at: 420 });
    expect(await playIn('cut')).toBe(root);
  });

  it('are not made twice where the process ended behind them and before the next state', async () => {
    await playIn('between', { behindMake: 3 });
    await playIn('between', { behindMake: 5 });
    expect(await playIn('between')).toBe(root);
  });
});
