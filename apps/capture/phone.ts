import { err, ok } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import { addPage, discardSheet, removePage, setBox, startSheet } from './drafts.ts';
import { enrolPhone } from './enrol.ts';
import { findStation } from './find-station.ts';
import { handInFile, proofFile, smsText } from './hand-out.ts';
import { Kept } from './kept.ts';
import type { Phone, PhoneResult, PhoneView, StationView } from './phone-types.ts';
import type { PhonePorts } from './ports.ts';
import { Sender } from './sender.ts';
import { electionOf, fetchSetup } from './setup.ts';
import { signSheet } from './sign-sheet.ts';
import { viewOf } from './view.ts';

/** A newer app waits, or the line came or went: what the browser tells the phone. */
export type Told = { readonly updateWaits: () => void; readonly lineChanged: () => void; readonly seen: () => void };

/** The phone over a browser's ports. Reads what is kept, begins to send, and says what is there. */
export async function openPhone(ports: PhonePorts): Promise<Phone & Told> {
  let phone: ThePhone | null = null;
  const kept = await Kept.open(ports.storage, () => phone?.draw());
  const persisted = await ports.keeping.persisted();
  const lost = kept.get('self', 'self') === null && (await ports.keeping.marked());
  phone = new ThePhone(ports, kept, { persisted, lost });
  await phone.loadPictures();
  phone.begin();
  return phone;
}

class ThePhone implements Phone, Told {
  view: PhoneView;
  readonly #ports: PhonePorts;
  readonly #kept: Kept;
  readonly #sender: Sender;
  readonly #screens = new Set<() => void>();
  readonly #urls = new Map<string, string>();
  readonly #scanned = new Set<string>();
  readonly #signing = new Set<string>();
  #persisted: boolean;
  #lost: boolean;
  #update = false;
  #election: { readonly raw: unknown; readonly value: Election | null } = { raw: null, value: null };

  constructor(ports: PhonePorts, kept: Kept, found: { readonly persisted: boolean; readonly lost: boolean }) {
    this.#ports = ports;
    this.#kept = kept;
    this.#persisted = found.persisted;
    this.#lost = found.lost;
    this.#sender = new Sender(ports, kept);
    this.view = this.#look();
  }

  begin(): void {
    this.#ports.tabs.onTold(() => void this.#told());
    this.#ports.tabs.lead(() => this.#sender.start());
    if (this.#ports.online()) void fetchSetup(this.#ports, this.#kept);
  }

  /** Another tab changed something; perhaps there is more to send, and this is the one that does. */
  async #told(): Promise<void> {
    await this.#kept.reload();
    this.#sender.look();
    await this.loadPictures();
  }

  subscribe(changed: () => void): () => void {
    this.#screens.add(changed);
    return () => this.#screens.delete(changed);
  }

  /** After every change: the view anew, and everybody told. */
  draw(): void {
    this.view = this.#look();
    for (const changed of this.#screens) changed();
  }

  /** Pictures that are kept and have no address on this page yet. */
  async loadPictures(): Promise<void> {
    const wanted = [...this.#kept.all('sheets').values()].flatMap(({ pages }) => pages.map(({ id }) => id));
    for (const id of wanted) {
      if (this.#urls.has(id)) continue;
      const picture = await this.#kept.page(id);
      if (picture !== null) this.#urls.set(id, this.#ports.urlOf(picture));
    }
    for (const [id, url] of this.#urls) {
      if (wanted.includes(id)) continue;
      this.#ports.releaseUrl(url);
      this.#urls.delete(id);
    }
    this.draw();
  }

  async askPersistence(): Promise<void> {
    this.#persisted = await this.#ports.keeping.ask();
    this.draw();
  }

  async enrol(code: string): Promise<PhoneResult<void>> {
    const enrolled = await enrolPhone(this.#ports, this.#kept, code);
    if (enrolled.ok) this.#lost = false;
    return this.#done(enrolled);
  }

  async findStation(text: string): Promise<PhoneResult<StationView>> {
    const found = await findStation(this.#ports, this.#kept, this.view.election, text);
    if (!found.ok) return found;
    if (found.value.matched === 'qr') this.#scanned.add(found.value.station.id);
    return ok(found.value.station);
  }

  async start(station: StationView): Promise<string> {
    const matched = this.#scanned.has(station.id) ? 'qr' : 'sender';
    const id = await startSheet(this.#ports, this.#kept, { station, matched, election: this.view.election });
    return this.#done(id);
  }

  async addPage(sheet: string, picture: Blob, instead?: string): Promise<PhoneResult<void>> {
    const added = await addPage(this.#ports, this.#kept, sheet, { picture, instead });
    if (!added.ok) return added;
    this.#urls.set(added.value.page, this.#ports.urlOf(added.value.shrunk));
    await this.loadPictures();
    return this.#done(ok(undefined));
  }

  async removePage(sheet: string, page: string): Promise<void> {
    await removePage(this.#kept, sheet, page);
    await this.loadPictures();
    this.#done(null);
  }

  async setBox(sheet: string, contest: string, box: number, value: Parameters<Phone['setBox']>[3]): Promise<void> {
    this.#done(await setBox(this.#kept, sheet, { contest, box, value }));
  }

  async send(sheet: string): Promise<PhoneResult<void>> {
    // Two taps at once would sign twice: one reading more of the same figures.
    if (this.#signing.has(sheet)) return err({ kind: 'no-draft', detail: sheet });
    this.#signing.add(sheet);
    const signed = await signSheet(this.#ports, this.#kept, sheet).finally(() => this.#signing.delete(sheet));
    if (signed.ok) this.#sender.look();
    this.#ports.tabs.wakeLater();
    return this.#done(signed);
  }

  async discard(sheet: string): Promise<void> {
    await discardSheet(this.#kept, sheet);
    await this.loadPictures();
    this.#done(null);
  }

  sendNow(): void {
    this.#sender.hurry('all');
  }

  exportFile(): Promise<Blob> {
    return handInFile(this.#kept, this.view.election);
  }

  proofFile(sheet: string, message: 'figures' | 'sheet'): Promise<Blob | null> {
    return Promise.resolve(proofFile(this.#kept, sheet, message));
  }

  smsText(sheet: string, secret: string): PhoneResult<string> {
    const row = this.#kept.get('sheets', sheet);
    if (row === null || this.view.election === null) return err({ kind: 'no-draft', detail: sheet });
    return smsText(this.view.election, row, secret);
  }

  updateWaits(): void {
    this.#update = true;
    this.draw();
  }

  lineChanged(): void {
    if (this.#ports.online()) this.#sender.hurry('unanswered');
    this.draw();
  }

  /** Somebody looks at the app again. */
  seen(): void {
    this.#sender.look();
    this.draw();
  }

  #done<T>(result: T): T {
    this.#ports.tabs.tell();
    this.draw();
    return result;
  }

  #look(): PhoneView {
    const { lasting } = this.#kept;
    return viewOf(this.#kept, {
      storage: lasting ? (this.#persisted ? 'persistent' : 'refused') : 'none',
      lost: this.#lost,
      online: this.#ports.online(),
      update: this.#update,
      election: this.#electionNow(),
      urlOf: (page) => this.#urls.get(page) ?? '',
    });
  }

  /** Read once for each setup, not once for each drawing. */
  #electionNow(): Election | null {
    const setup = this.#kept.get('setup', 'setup');
    if (setup?.election !== this.#election.raw) {
      this.#election = { raw: setup?.election, value: setup && electionOf(setup) };
    }
    return this.#election.value;
  }
}
