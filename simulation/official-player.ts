import type { Instant } from '../src/base/instant.ts';
import type { Act } from '../src/canvass/acts.ts';
import { type Label, numbered, type OfficialStep } from './official-act.ts';
import type { BoardPlan } from './official-count.ts';

/** The counting centre that a plan is played on. Whatever it refuses is thrown: a plan asks nothing that a count would not. */
export type OfficialDesk = {
  /** Sets the virtual clock, which never goes back. */
  readonly goTo: (at: Instant) => void;
  /** Does an act, and gives the record number of its first event at once; durable after `settle`. */
  readonly act: (act: Act) => number;
  readonly settle: () => Promise<void>;
  /** What a plan has no bytes for: papers, signatures, keys. Everything before is settled. */
  readonly special: (step: Exclude<OfficialStep, { kind: 'act' }>) => Promise<void>;
};

/** So many acts are done before the desk is let write them. */
const GROUP = 200;

/** Plays the plan of one board, as far as it is asked. */
export class OfficialPlayer {
  private readonly plan: BoardPlan;
  private readonly desk: OfficialDesk;
  private readonly numbers = new Map<Label, number>();
  private next = 0;

  constructor(plan: BoardPlan, desk: OfficialDesk) {
    this.plan = plan;
    this.desk = desk;
  }

  get done(): boolean {
    return this.next === this.plan.steps.length;
  }

  /** Plays every step up to that instant, which is included. */
  async playTo(until: Instant): Promise<void> {
    let grouped = 0;
    for (let step = this.peek(); step !== undefined && step.at <= until; step = this.peek()) {
      this.next++;
      this.desk.goTo(step.at);
      if (step.kind === 'act') this.play(step.label, step.act);
      else {
        await this.desk.settle();
        await this.desk.special(step);
      }
      if (++grouped % GROUP === 0) await this.desk.settle();
    }
    await this.desk.settle();
  }

  private peek(): OfficialStep | undefined {
    return this.plan.steps[this.next];
  }

  private play(label: Label, act: Act): void {
    const number = this.desk.act(numbered(act, (one) => this.numbers.get(one)));
    if (act.kind === 'take-envelope' || act.kind === 'admit-copy' || act.kind === 'raise-objection') {
      this.numbers.set(label, number);
    }
  }
}
