import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import { planNight } from '../../simulation/night.ts';
import { BUSY_RATES } from '../../simulation/official-busy.test-support.ts';
import { plannedVotes } from '../../simulation/official-closing.ts';
import { planOfficialCount } from '../../simulation/official-count.ts';
import { BOARD_NAMES, planRehearsedBoard } from '../../simulation/rehearsal-count.ts';
import { toHex } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { describeVerdict, parseTrust, verifyPublic } from '../../src/verify/index.ts';
import { IS_LONG } from '../../tests/law-runs.ts';
import type { ElectionRun } from './election-run.ts';
import { type OpenedRun, openRun } from './open-run.ts';
import { type Control, play } from './play.ts';
import { boardOf, withBoard } from './rehearsal-board.ts';
import { rehearsalPlan } from './rehearsal-plan.ts';
import { RehearsalSheets } from './rehearsal-sheets.ts';

const SEED = 'board';
const rehearsal = withBoard(generateElection({ seed: SEED, stations: 12 }), SEED);
const { definition } = rehearsal;
const night = planNight(rehearsal, { scenario: 'calm', seed: SEED });
const keys = rehearsalKeys(nodeCrypto, SEED, definition.election.id);
/** Everything that is rare, often. */
const busy = { seed: SEED, rates: BUSY_RATES };

const folder = mkdtempSync(join(tmpdir(), 'cotejo-board-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts in this folder, or goes on there. `press` may use the keys at any position; false: it was left before the end. */
async function start(
  name: string,
  press: (run: ElectionRun, control: Control) => void = () => undefined,
): Promise<{ readonly opened: OpenedRun; readonly ended: boolean }> {
  const opened = expectOk(openRun(join(folder, name), definition, keys, false), 'a run');
  const sheets = new RehearsalSheets(opened.run.view.geography, SEED, new Map());
  const { parts } = await boardOf(opened, { rehearsal, seed: SEED, keys, sheets, pictures: true });
  const { steps } = planRehearsedBoard(rehearsal, busy);
  const plan = rehearsalPlan(night, { states: 3, sheets, leftToPeople: null, board: { steps, parts } });
  const control: Control = { paused: false, speed: 1, toggleStop: false, quit: false };
  expectOk(opened.run.begin(night.firstAt), 'the beginning');
  opened.writeTrust();
  const pressed = {
    ...plan,
    *steps(view: Parameters<typeof plan.steps>[0]) {
      for (const step of plan.steps(view)) {
        yield step;
        press(opened.run, control);
      }
    },
  };
  const hooks = { control, pace: null, onProgress: () => undefined, onFirstState: async () => true };
  const ended = expectOk(await play(opened.run, pressed, hooks), 'the plan');
  return { opened, ended };
}

const rootOf = ({ run }: OpenedRun) => toHex(run.keeper.tree.rootAt(run.keeper.ledger.size));
const whole = await start('whole');
const { run } = whole.opened;
const events = run.keeper.ledger.size;
const root = rootOf(whole.opened);
whole.opened.close();

describe('the board of a rehearsal', () => {
  it('certifies every contest, as it was planned, and closes the count', () => {
    expect(whole.ended).toBe(true);
    const { national } = planOfficialCount(rehearsal, { ...busy, people: BOARD_NAMES });
    definition.election.contests.forEach(({ id, electorate }, contest) => {
      const area = run.view.geography.unitIndex.get(electorate?.[0] ?? (definition.units[0]?.id as never)) ?? 0;
      expect(run.canvass.certified(contest, area), id).not.toBeNull();
      const { votes, others } = run.view.tabulation.sums('official', contest, area);
      expect([...votes, ...others]).toEqual([...plannedVotes(national.ends, id)]);
    });
    expect(run.view.countState('official').closed).toBe(true);
  });

  it('is verified by an outsider, with minutes of every session and pages of board and collation', () => {
    const directory = join(folder, 'whole');
    const trust = expectOk(parseTrust(nodeCrypto, readFileSync(join(directory, 'trust.json'))), 'our own trust file');
    const source = expectOk(createFolderSource(join(directory, 'public')), 'the public folder');
    const verdict = verifyPublic({ source, trust, crypto: nodeCrypto });
    expect(verdict.kind, describeVerdict(verdict).join('\n')).toBe('verified');
    const paths = expectOk(source.list(), 'its files') ?? [];
    const sessions = run.canvass.sessions();
    expect(sessions.length).toBeGreaterThan(1);
    const papers = paths.filter((path) => path.startsWith('papers/'));
    // Data and two languages of each session and of each certificate.
    expect(papers.length).toBe(3 * (sessions.length + definition.election.contests.length));
    expect(paths).toEqual(expect.arrayContaining(['en/board.html', 'es/collation.html', 'data/collation.csv']));
  });

  it('comes to the same record and papers when it is left anywhere and started again', async () => {
    const justPublished = ({ publishedSize, keeper }: ElectionRun) => publishedSize + 1 === keeper.ledger.size;
    const many: readonly ((run: ElectionRun) => boolean)[] = [
      ({ canvass }) => canvass.sessions().length > 0,
      // Between the state and the minutes that are made of it; and between the state and the certificate.
      (own) => justPublished(own) && own.canvass.session()?.session === 2,
      ({ keeper }) => keeper.ledger.size > events * 0.8,
      (own) => justPublished(own) && own.canvass.session() === null && own.keeper.ledger.size > events - 9,
    ];
    const leaves = [...(IS_LONG ? many : many.slice(1, 2)), () => false];
    for (const leave of leaves) {
      const again = await start('left', (own, control) => {
        control.quit ||= !own.keeper.following && leave(own);
      });
      expect(again.ended).toBe(leave === leaves.at(-1));
      if (again.ended) expect(rootOf(again.opened)).toBe(root);
      again.opened.close();
    }
  });
});

async function stopped(): Promise<void> {
  let isStopped = false;
  const left = await start('stopped', (own, control) => {
    if (isStopped || !own.view.countState('preliminary').closed) return;
    isStopped = true;
    control.toggleStop = true;
  });
  expect([left.ended, isStopped]).toEqual([true, true]);
  const { canvass, view } = left.opened.run;
  const certified = definition.election.contests.flatMap((_, contest) => {
    return view.geography.units.flatMap((_unit, area) => canvass.certified(contest, area) ?? []);
  });
  expect(certified).toEqual([]);
  expect(view.countState('official').closed).toBe(false);
  left.opened.close();
}
if (IS_LONG) it('leaves out what cannot be done: nothing is certified while the publication is stopped', stopped);
