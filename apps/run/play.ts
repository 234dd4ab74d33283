import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../src/base/result.ts';
import type { CountKind } from '../../src/model/ids.ts';
import { COUNT_KINDS } from '../../src/model/ids.ts';
import type { EventKind } from '../../src/record/index.ts';
import { DESK_SOURCE, type ElectionRun, type PublishReport } from './election-run.ts';
import type { RunError } from './ports.ts';
import type { Plan, Step } from './steps.ts';

/** What a person at the console may change while the run goes on. */
export type Control = {
  paused: boolean;
  /** 1 is the planned pace. */
  speed: number;
  /** Asks for the publication of the running count to stop, or to go on. */
  toggleStop: boolean;
  /** Ends the run at the next step; what is recorded stays. */
  quit: boolean;
};

/** How long a step waits, in real milliseconds at speed 1, after the one before it. */
export type Pace = (before: readonly [number, Step], next: readonly [number, Step]) => number;

export type PlayHooks = {
  readonly control: Control;
  readonly pace: Pace | null;
  readonly onProgress: (position: number, published: PublishReport | null) => void;
  /** Awaited once, when the first state of this process is public. False ends the run. */
  readonly onFirstState: () => Promise<boolean>;
};

/** How much delay is made up afterwards. */
const CATCH_UP_MS = 8000;

/** Work without a break for at most this long, so that keys, timers and readers get their turn. */
const SLICE_MS = 25;

/**
 * Plays a plan to its end: at full speed while it walks along what is already recorded, and at its pace after that.
 * Returns whether it came to the end (false: the person quit).
 */
export async function play(run: ElectionRun, plan: Plan, hooks: PlayHooks): Promise<Result<boolean, RunError>> {
  const view = { nextRecord: () => run.keeper.ledger.size, centre: run.centre, canvass: run.canvass };
  const steps = plan.steps(view)[Symbol.iterator]();
  const clock = new PaceClock(hooks.control);
  let before: readonly [number, Step] | null = null;
  let isFirstState = true;
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const operated = operate(run, hooks.control);
    if (!operated.ok) return operated;
    const next = steps.next();
    if (next.done === true) return finished(run);
    const [position, step] = next.value;
    if (hooks.pace !== null && before !== null && !run.keeper.following) {
      const waits = clock.owe(hooks.pace(before, next.value));
      if (waits) await clock.wait();
    }
    if (performance.now() > sliceEnd || hooks.control.paused) {
      await clock.pause();
      sliceEnd = performance.now() + SLICE_MS;
    }
    if (hooks.control.quit) return quit(run);
    const done = step.kind === 'make' ? await make(run, step) : take(run, step, plan.withPeople);
    if (!done.ok) return done;
    if (done.value !== null && isFirstState && !run.keeper.following) {
      isFirstState = false;
      if (!(await hooks.onFirstState())) return quit(run);
    }
    if (done.value !== null || position % 100 === 0) hooks.onProgress(position, done.value);
    before = next.value;
  }
}

async function make(run: ElectionRun, step: Extract<Step, { kind: 'make' }>): Promise<Result<null, RunError>> {
  if (run.keeper.following) return ok(null);
  const decide = await step.make();
  const drafts = decide();
  if (drafts.length === 0) return ok(null);
  const recorded = run.recordAll(drafts);
  return recorded.ok ? ok(null) : recorded;
}

function take(
  run: ElectionRun,
  step: Exclude<Step, { kind: 'make' }>,
  withPeople: boolean,
): Result<PublishReport | null, RunError> {
  if (step.kind === 'publish') return run.publish(step.at, step.complete);
  const drafts = step.drafts();
  const [first] = drafts;
  if (first === undefined) return ok(null);
  // On the way along an old record: this act was refused then, and what made it possible since came after it. Without people
  // only the keys of the console do such things.
  const overtaken = withPeople || isPublicAct(first.body.kind);
  if (overtaken && run.keeper.following && !run.keeper.isNext(first)) return ok(null);
  const recorded = run.recordAll(drafts);
  return recorded.ok ? ok(null) : recorded;
}

function isPublicAct(kind: EventKind): boolean {
  return kind === 'PublicationStopped' || kind === 'PublicationResumed';
}

function finished(run: ElectionRun): Result<boolean, RunError> {
  const followed = run.followAside();
  if (!followed.ok) return followed;
  const flushed = run.keeper.flush();
  return flushed.ok ? ok(true) : flushed;
}

function quit(run: ElectionRun): Result<boolean, RunError> {
  const flushed = run.keeper.flush();
  return flushed.ok ? ok(false) : flushed;
}

/** Acts of the person at the console: walked over when they are in the record already, else recorded now. */
function operate(run: ElectionRun, control: Control): Result<null, RunError> {
  const followed = run.followAside();
  if (!followed.ok || run.keeper.following || !control.toggleStop) return followed;
  control.toggleStop = false;
  const count = runningCount(run);
  const at = run.keeper.ledger.lastAt;
  if (count === null || at === null) return ok(null);
  const stopped = run.view.countState(count).stopped !== null;
  const recorded = run.record({
    body: {
      kind: stopped ? 'PublicationResumed' : 'PublicationStopped',
      office: { es: 'Consola de este ensayo', en: 'Console of this rehearsal' },
      // A key is not an act of two people, and the page says so.
      by: null,
      reason: { es: 'Tecla de quien mira el ensayo', en: 'A key pressed by whoever watches the rehearsal' },
    },
    count,
    at,
    clock: 'server',
    source: DESK_SOURCE,
  });
  return recorded.ok ? ok(null) : recorded;
}

function runningCount(run: ElectionRun): CountKind | null {
  return COUNT_KINDS.find((c) => run.view.countState(c).open && !run.view.countState(c).closed) ?? null;
}

/** Keeps what is owed to the planned pace; a pause is not owed later. */
class PaceClock {
  private readonly control: Control;
  private owedMs = 0;
  private last = performance.now();

  constructor(control: Control) {
    this.control = control;
  }

  /** Adds a wait; true when it is time to sleep. */
  owe(ms: number): boolean {
    this.owedMs += ms;
    this.settle();
    return this.owedMs > 5;
  }

  async wait(): Promise<void> {
    while (this.owedMs > 0 && !this.control.quit && !this.control.toggleStop) {
      await sleep(Math.min(50, Math.max(5, this.owedMs / this.control.speed)));
      if (this.control.paused) await this.pause();
      this.settle();
    }
  }

  /** Lets timers and keys have their turn; while paused, stays. The time of a pause is not owed. */
  async pause(): Promise<void> {
    const paused = this.control.paused;
    do await sleep(paused ? 50 : 0);
    while (this.control.paused && !this.control.quit && !this.control.toggleStop);
    if (paused) this.last = performance.now();
    else this.settle();
  }

  private settle(): void {
    const now = performance.now();
    this.owedMs -= (now - this.last) * this.control.speed;
    // A state that takes seconds to write is caught up with; a machine that is too slow altogether just takes longer.
    if (this.owedMs < -CATCH_UP_MS) this.owedMs = -CATCH_UP_MS;
    this.last = now;
  }
}
