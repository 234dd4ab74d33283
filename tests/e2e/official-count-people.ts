import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { Role } from '../../apps/desk/roles.ts';
import type { Desk } from './counting-centre-desk.ts';
import type { CentreRun, Seat } from './counting-centre-run.ts';
import { seatAdministrator, seatPerson } from './counting-centre-run.ts';

/* People of an official count. What another test already does by keyboard is done here through the interface of their desks. */

export const seat = (name: string, role: Role, language: Seat['language'], width = 1280): Seat => ({
  ...{ name, role, language, width },
});
export const words = (es: string, en: string) => ({ es, en });
type Answer = Readonly<Record<string, unknown>>;

/** What the program of this desk would send. */
export async function post(desk: Desk, path: string, data: object): Promise<Answer> {
  const answer = await desk.context.request.post(`${desk.url}${path}`, { data, headers: { origin: desk.url } });
  const text = await answer.text();
  expect([path, answer.status(), answer.ok() ? '' : text]).toEqual([path, answer.status(), '']);
  return text === '' ? {} : (JSON.parse(text) as Answer);
}

export async function get(desk: Desk, path: string): Promise<Answer> {
  return (await (await desk.context.request.get(`${desk.url}${path}`)).json()) as Answer;
}

/** One proposes, the other agrees. */
export async function both(one: Desk, other: Desk, act: object): Promise<number> {
  const { id } = await post(one, '/api/proposals', act);
  return Number((await post(other, `/api/proposals/${String(id)}/agree`, {}))['record']);
}

export class Crowd {
  readonly admin: Desk;
  private readonly desks: ReadonlyMap<string, Desk>;

  private constructor(admin: Desk, desks: ReadonlyMap<string, Desk>) {
    this.admin = admin;
    this.desks = desks;
  }

  static async seat(browser: Browser, run: CentreRun, seats: readonly Seat[]): Promise<Crowd> {
    const admin = await seatAdministrator(browser, run);
    const desks = new Map<string, Desk>();
    for (const one of seats) desks.set(one.name, await seatPerson(browser, admin, one));
    const crowd = new Crowd(admin, desks);
    for (const { name, role } of seats) {
      if (role !== 'member') continue;
      const member = await crowd.pseudonym(name);
      await post(admin, '/api/members', { member, name: `Lic. ${name}`, title: words('Vocal', 'Member') });
    }
    return crowd;
  }

  who(name: string): Desk {
    const desk = this.desks.get(name);
    if (desk === undefined) throw new Error(`nobody is called ${name}`);
    return desk;
  }

  all(): readonly Desk[] {
    return [this.admin, ...this.desks.values()];
  }

  async pseudonym(name: string): Promise<string> {
    return String((await get(this.who(name), '/api/me'))['pseudonym']);
  }

  /** These people type what is on the paper, until nothing is left for them. */
  async type(
    names: readonly string[],
    boxesOf: (station: string, contest: string) => readonly number[],
  ): Promise<number> {
    let typed = 0;
    for (const name of names) {
      for (;;) {
        const { work } = (await post(this.who(name), '/api/work', { kind: 'entry' })) as { work: Work | null };
        if (work === null) break;
        const { sheet, contest, station } = work;
        const boxes = boxesOf(station, contest);
        await post(this.who(name), '/api/entries', { sheet, contest, boxes, corrections: [], observations: [] });
        typed += 1;
      }
    }
    return typed;
  }
}
type Work = { readonly sheet: number; readonly contest: string; readonly station: string };
