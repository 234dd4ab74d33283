import { present } from '../base/assert.ts';
import type { SheetNumber } from '../entry/acts.ts';
import type { CentreState } from '../entry/centre-state.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { Objection, Ruling } from './canvass-types.ts';

type RulingBody = Extract<EventBody, { kind: 'BoardRuled' | 'ObjectionRaised' }>;

/** What delegates object to, and what the board ruled. */
export class Rulings {
  private readonly centre: CentreState;
  private readonly objections = new Map<number, Objection[]>();
  private readonly rulings = new Map<number, Ruling[]>();
  /** Open objections, by sheet and contest. */
  private readonly open = new Map<string, number[]>();
  private readonly newest = new Map<string, Ruling>();

  constructor(centre: CentreState) {
    this.centre = centre;
  }

  /** Of every sheet and contest of a station, in record order. */
  objectionsOf(place: number): readonly Objection[] {
    return this.objections.get(place) ?? [];
  }

  rulingsOf(place: number): readonly Ruling[] {
    return this.rulings.get(place) ?? [];
  }

  /** Record numbers of the objections to this contest of this sheet that the board has to answer, ascending. */
  openOf(sheet: SheetNumber, contest: number): readonly number[] {
    return this.open.get(`${sheet} ${contest}`) ?? [];
  }

  /** Whether an open objection to it has a ground that holds its figures back. */
  isHeld(place: number, sheet: SheetNumber, contest: number): boolean {
    const open = this.openOf(sheet, contest);
    return open.length > 0 && this.objectionsOf(place).some(({ record, holds }) => holds && open.includes(record));
  }

  /** The newest ruling on this contest of the station, whatever sheet it was on. */
  newestOf(place: number, contest: number): Ruling | null {
    return this.newest.get(`${place} ${contest}`) ?? null;
  }

  /** Says which station and contest it touched. */
  take(index: number, header: EventHeader, body: RulingBody): { readonly place: number; readonly contest: number } {
    const { geography, canvass } = this.centre;
    const place = present(geography.stationIndex.get(body.station), `station ${body.station}`);
    const contest = present(geography.contestIndex.get(present(header.contest, 'contest')), 'contest');
    const { at } = header;
    if (body.kind === 'ObjectionRaised') {
      const { sheet, session, party, ground } = body;
      const holds = canvass?.grounds.find(({ code }) => code === ground)?.holds === true;
      const objection = { record: index, sheet, contest, session, party, ground, holds, at, answer: null };
      add(this.objections, place, objection);
      add(this.open, `${sheet} ${contest}`, index);
    } else {
      const { sheet, session, effect, ground, until } = body;
      const ruling = { record: index, sheet, contest, session, effect, ground, until, at };
      add(this.rulings, place, ruling);
      this.newest.set(`${place} ${contest}`, ruling);
      if (sheet !== null) this.answer(place, index, `${sheet} ${contest}`, body.objections);
    }
    return { place, contest };
  }

  /** For comparing two replays. */
  dump() {
    return { objections: [...this.objections], rulings: [...this.rulings], open: [...this.open] };
  }

  private answer(place: number, ruling: number, key: string, answers: readonly (readonly [number, boolean])[]): void {
    if (answers.length === 0) return;
    const said = new Map(answers);
    const list = this.objections.get(place) ?? [];
    this.objections.set(
      place,
      list.map((one) => {
        const upheld = said.get(one.record);
        return upheld === undefined || one.answer !== null ? one : { ...one, answer: { ruling, upheld } };
      }),
    );
    const left = (this.open.get(key) ?? []).filter((record) => !said.has(record));
    if (left.length === 0) this.open.delete(key);
    else this.open.set(key, left);
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
