import { expect } from 'vitest';
import type { Desk } from './counting-centre-desk.ts';

/* What a typist does with her keyboard. */

/** What is written on the paper, box by box in its order, or a key that is no figure. */
export type Reading = readonly (number | 'e' | 'i')[];
export type Given = { readonly station: string; readonly contest: string };

/** Waits for a sheet on the screen, and says which one it is. */
export async function sheetGiven(desk: Desk): Promise<Given> {
  const { page } = desk;
  await page.locator('.sheet-desk [id^=box-], .sheet-desk fieldset.observations').first().waitFor();
  const station = (await page.locator('.sheet-head dd.mono').textContent()) ?? '';
  const title = (await page.locator('#sheet-title').textContent()) ?? '';
  return { station, contest: /Alcald|Mayor/.test(title) ? 'mayor' : 'fountain' };
}

export async function begin(desk: Desk, screen: 'typing' | 'resolving'): Promise<void> {
  await desk.go(screen);
  await desk.push(`${screen === 'typing' ? desk.t.work.startTyping : desk.t.work.startResolving} Enter`);
}

/** Types the open boxes of the sheet before her; after the last Enter the line to read over is there. */
export async function typeBoxes(desk: Desk, reading: Reading): Promise<void> {
  for (const box of reading) {
    await desk.write(String(box));
    // A mark goes on by itself.
    if (typeof box === 'number') await desk.press('Enter');
  }
}

/** Reads it over and sends it; waits until the server has it. */
export async function send(desk: Desk): Promise<number> {
  await desk.page.locator('#send:focus').waitFor();
  const answered = desk.page.waitForResponse(/\/api\/(entries|resolutions)$/);
  await desk.press('Enter');
  const answer = await answered;
  if (answer.ok()) await desk.page.locator('#send').waitFor({ state: 'detached' });
  return answer.status();
}

export async function typeSheet(desk: Desk, reading: Reading, observation?: string): Promise<void> {
  if (observation !== undefined) {
    await desk.press('o');
    await desk.page.locator('fieldset.observations input:focus').waitFor();
    await desk.press(observation);
    await desk.press('Enter');
    await desk.page.locator('.sheet-desk input.figure:focus, #observe:focus').first().waitFor();
  }
  await typeBoxes(desk, reading);
  expect(await send(desk)).toBe(200);
}
