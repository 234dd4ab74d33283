import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { Desk } from './counting-centre-desk.ts';
import { type CentreRun, type Name, SEATS, seatAdministrator, seatPerson } from './counting-centre-run.ts';

/* Those at the desks whom a station's phone has to do with. */

export class People {
  readonly run: CentreRun;
  readonly admin: Desk;
  private readonly desks = new Map<Name, Desk>();

  private constructor(run: CentreRun, admin: Desk) {
    this.run = run;
    this.admin = admin;
  }

  /** The first administrator by the code of the machine, and those whom she lets in. */
  static async seat(browser: Browser, run: CentreRun, names: readonly Name[]): Promise<People> {
    const admin = await seatAdministrator(browser, run);
    const people = new People(run, admin);
    for (const seat of SEATS.filter(({ name }) => names.includes(name))) {
      people.desks.set(seat.name, await seatPerson(browser, admin, { ...seat, width: 1280 }));
    }
    return people;
  }

  who(name: Name): Desk {
    const desk = this.desks.get(name);
    if (desk === undefined) throw new Error(`${name} has no desk`);
    return desk;
  }

  get errors(): readonly string[] {
    return [this.admin, ...this.desks.values()].flatMap(({ errors }) => errors);
  }

  async shoot(): Promise<void> {
    for (const desk of [this.admin, ...this.desks.values()]) await desk.shoot(`failed-${desk.name}`);
  }

  /** The count is open, and its figures are shown. */
  async open(): Promise<void> {
    const pia = this.who('pia');
    await pia.go('publication');
    await pia.confirm(pia.t.publication.open(pia.t.counts.preliminary));
    await pia.button(pia.t.publication.close(pia.t.counts.preliminary)).waitFor();
    for (const { name } of this.run.definition.election.contests) {
      const title = name[pia.language];
      const part = await pia.unfold(pia.t.publication.lift(title));
      await pia.fill(part.getByRole('textbox'), pia.t.publication.liftWord);
      await pia.push(pia.t.publication.lift(title), part);
      await pia.page.getByText(pia.t.publication.liftedOf(title)).waitFor();
    }
  }

  /** A code on the supervisor's screen: for the place or station whose name or code begins the answer. */
  async handOut(
    find: string,
    shot: string | null = null,
  ): Promise<{ readonly code: string; readonly address: string }> {
    const desk = this.who('sol');
    const { page, t } = desk;
    await desk.go('account');
    await desk.go('codes');
    await desk.fill('#find-place', find);
    await desk.push(t.codes.search);
    await page.locator('.places').waitFor();
    await desk.choose(((await page.locator('.places label span').first().textContent()) ?? '').trim());
    await desk.push(t.codes.make);
    await page.locator('.code .secret').waitFor();
    if (shot !== null) await desk.shoot(shot);
    return this.readCode();
  }

  /** A code for another phone, with which the one of that name is revoked. */
  async replace(device: string): Promise<string> {
    const desk = this.who('sol');
    await desk.go('account');
    await desk.go('devices');
    await desk.confirm(desk.t.devices.replace, desk.page.locator('article', { hasText: device }));
    await desk.page.locator('.code .secret').waitFor();
    return (await this.readCode()).code;
  }

  private async readCode(): Promise<{ readonly code: string; readonly address: string }> {
    const { page } = this.who('sol');
    const code = ((await page.locator('.code .secret').textContent()) ?? '').trim();
    const address = ((await page.locator('.code .address').textContent()) ?? '').trim();
    return { code, address };
  }

  /** Two supervisors choose among the papers of a disputed station. */
  async chooseFirst(): Promise<void> {
    const [sol, sam] = [this.who('sol'), this.who('sam')];
    await sol.go('disputes');
    await sol.page.locator('article.card img').first().waitFor();
    const seen = '[...document.querySelectorAll("article.card img")].every((one) => one.naturalWidth > 0)';
    await expect.poll(() => sol.page.evaluate(seen), { timeout: 60_000 }).toBe(true);
    await sol.choose((await sol.page.locator('.choice span').first().textContent()) ?? '');
    await sol.giveReason('Las dos son de la misma acta', 'Both are of the same sheet');
    await sol.shoot('disputed-phones');
    await sol.push(sol.t.proposals.propose);
    await sol.page.getByText(sol.t.proposals.proposed).waitFor();
    await sam.go('proposals');
    await sam.confirm(sam.t.proposals.agree);
    await sam.page.getByText(sam.t.proposals.agreed).waitFor();
  }
}
