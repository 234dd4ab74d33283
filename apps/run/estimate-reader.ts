import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { estimatesShown } from '../../src/model/estimate-rules.ts';
import { COUNT_KINDS, type ContestId, type CountKind } from '../../src/model/ids.ts';
import { inputUntil } from '../../src/projection/input-until.ts';
import { PARAMETERS } from '../../src/projection/parameters.ts';
import { project } from '../../src/projection/project.ts';
import { parametersText, saidOf } from '../../src/projection/said.ts';
import { sourceOfTabulation } from '../../src/projection/source-of-tabulation.ts';
import { PublicView } from '../../src/publication/public-view.ts';
import type { EstimateMadeBody, EventBody, EventHeader } from '../../src/record/index.ts';
import { PROGRAM } from './program.ts';
import type { FollowedRun } from './read-run.ts';

/** Every estimate of a run is made with these, so that anybody can make it again. */
export const ESTIMATE_SEED = 1;
export const ESTIMATE_DRAWS = 1000;

/** An estimate as it is recorded: of which count and contest, and what it says. */
export type Estimated = { readonly count: CountKind; readonly contest: ContestId; readonly body: EstimateMadeBody };

/**
 * Follows the record of a run as the public could see it, state by state, and estimates from the newest state that it has reached.
 * It reads the store by itself, so it needs nothing of whoever writes there; and it keeps nothing between two estimates, so that each
 * follows from the record, the seed and the program alone.
 */
export class EstimateReader {
  private readonly run: FollowedRun;
  private readonly view: PublicView;
  /** By count and contest, the instant at which each station was first counted. */
  private readonly arrived = new Map<string, Map<string, number>>();
  /** What the sheets in of each contest were when it was last estimated: the same ones give the same answer. */
  private readonly said = new Map<string, string>();
  private readonly signs = new Map<number, ReadonlyMap<string, string>>();
  private state = -1;
  private stateAt: Instant | null = null;

  constructor(run: FollowedRun) {
    this.run = run;
    this.view = new PublicView(run.geography);
  }

  /** Goes on to the state with this record number; false where the store does not have it, or it lies behind. */
  reach(state: number): boolean {
    if (state < this.state) return false;
    for (const { index, header, body } of this.run.next(state + 1)) {
      if (body === null) this.view.pass(index, header);
      else this.take(index, header, body);
    }
    return this.state === state;
  }

  /** Contests that are due an estimate from this state: their sheets in are others than those of their last one. */
  due(): readonly ContestId[] {
    const { election } = this.view.geography.definition;
    const rules = estimatesShown(election);
    if (rules === null || this.stateAt === null) return [];
    if (rules.notBefore !== null && this.stateAt < rules.notBefore) return [];
    const now = this.signs.get(this.state);
    return election.contests
      .filter(({ id }, c) => this.counted(c) > 0 && now?.get(id) !== this.said.get(id))
      .map(({ id }) => id);
  }

  /** The estimate of a contest from the state that was reached; it takes seconds. */
  estimate(contest: ContestId): Estimated {
    const { geography } = this.view;
    const { contests } = geography.definition.election;
    const at = contests.findIndex(({ id }) => id === contest);
    const count = this.countOf();
    const probabilities = estimatesShown(geography.definition.election)?.probabilities ?? false;
    const arrivedAt = this.arrivalsOf(count, contest);
    const source = sourceOfTabulation({ geography, tabulation: this.view.tabulation, count, contest: at, arrivedAt });
    const made = inputUntil(source, { count, by: { kind: 'all' }, figures: 'as-then' });
    const options = { draws: ESTIMATE_DRAWS, base: 'options' as const, probabilities, notes: [] };
    const body = { state: this.state, seed: ESTIMATE_SEED, draws: ESTIMATE_DRAWS, program: PROGRAM };
    const parameters = parametersText(PARAMETERS);
    if (!made.ok) return { count, contest, body: { ...body, parameters, said: saidOf(made.error, options) } };
    const { answer } = project(made.value, { seed: ESTIMATE_SEED, draws: ESTIMATE_DRAWS });
    const notes = [...made.value.notes, ...(answer.diagnostics?.notes ?? [])];
    const said = saidOf(answer, { ...options, base: made.value.base, notes });
    return { count, contest, body: { ...body, parameters, said } };
  }

  private take(index: number, header: EventHeader, body: EventBody): void {
    this.view.take(index, header, body);
    this.noteArrival(header, body);
    if (body.kind === 'StatePublished') {
      this.view.advance(body.covers, header.at);
      this.view.clearTouched();
      this.state = index;
      this.stateAt = header.at;
      this.signs.set(index, this.signsNow());
    } else if (body.kind === 'EstimateMade' && header.contest !== null) {
      const sign = this.signs.get(body.state)?.get(header.contest);
      if (sign !== undefined) this.said.set(header.contest, sign);
    }
  }

  /** Of figures taken from files as the file says (received, else published), of typed ones when they were agreed. */
  private noteArrival(header: EventHeader, body: EventBody): void {
    if (body.kind !== 'SheetImported' && body.kind !== 'SheetAgreed') return;
    const key = `${header.count} ${header.contest}`;
    const known = this.arrived.get(key) ?? new Map<string, number>();
    this.arrived.set(key, known);
    if (known.has(body.station)) return;
    if (body.kind === 'SheetAgreed') known.set(body.station, header.at);
    else if (body.status === 'counted') {
      const at = body.arrivedAt ?? body.publishedAt;
      if (at !== null) known.set(body.station, at);
    }
  }

  private arrivalsOf(count: CountKind, contest: string): Float64Array {
    const known = this.arrived.get(`${count} ${contest}`);
    return Float64Array.from(this.view.geography.stations, ({ id }) => known?.get(id) ?? Number.NaN);
  }

  /** The preliminary count, as long as there is one: it is the further of the two until the official one is complete. */
  private countOf(): CountKind {
    return COUNT_KINDS.find((count) => count === 'preliminary' && this.view.countState(count).open) ?? 'official';
  }

  private counted(contest: number): number {
    return this.view.tabulation.sums(this.countOf(), contest, 0).counted;
  }

  /** By contest, what its sheets in are: two states with the same are one to an estimate. */
  private signsNow(): ReadonlyMap<string, string> {
    const count = this.countOf();
    const { contests } = this.view.geography.definition.election;
    return new Map(
      contests.map(({ id }, c) => {
        const sums = present(this.view.tabulation.sums(count, c, 0), 'sums');
        const { counted, notCounted, expected, valid, votes, registered, void: never } = sums;
        return [id, [count, counted, notCounted, expected, never, registered, valid, ...votes].join()];
      }),
    );
  }
}
