import { setImmediate as nextTurn } from 'node:timers/promises';
import { pdfBytes } from '../../adapters/paper/pdf-bytes.ts';
import { type Bytes, fromHex, toBase64 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import type { Language } from '../../src/model/ids.ts';
import { papersBytes, type SessionMinutes } from '../../src/publication/minutes.ts';
import type { ResultAct } from '../../src/publication/minutes-of-result.ts';
import type { Papers } from '../../src/record/index.ts';
import { actPaper } from './act-paper.ts';
import { minutesPaper } from './minutes-paper.ts';
import { type Paper, sha256Hex } from './paper-frame.ts';

/** One file of a paper, and the hex of its hash: it lies at `papers/<first two digits>/<hex>`. */
export type PaperFile = { readonly bytes: Bytes; readonly hex: string };

/** A paper as data and as a PDF in each language. `papers` is what the record names it by. */
export type MadePapers = {
  readonly data: PaperFile;
  readonly es: PaperFile;
  readonly en: PaperFile;
  readonly papers: Papers;
};

/** The minutes of a session. The same minutes give the same bytes. */
export async function makeMinutes(minutes: SessionMinutes, election: Election): Promise<MadePapers> {
  const data = papersBytes(minutes);
  return made(data, (language) => minutesPaper(minutes, data, election, language));
}

/** The act of a result. The same act gives the same bytes. */
export async function makeAct(act: ResultAct, election: Election): Promise<MadePapers> {
  const data = papersBytes(act);
  return made(data, (language) => actPaper(act, data, election, language));
}

/** One language after the other: who is served by the same process waits for one of them at most. */
async function made(bytes: Bytes, paperIn: (language: Language) => Paper): Promise<MadePapers> {
  const data = file(bytes);
  const drawn = async (language: Language) => {
    await nextTurn();
    const paper = paperIn(language);
    await nextTurn();
    return file(await pdfBytes(paper.pages, paper));
  };
  const es = await drawn('es');
  const en = await drawn('en');
  return { data, es, en, papers: { data: hashOf(data), es: hashOf(es), en: hashOf(en) } };
}

function file(bytes: Bytes): PaperFile {
  return { bytes, hex: sha256Hex(bytes) };
}

function hashOf({ hex }: PaperFile): string {
  return toBase64(expectOk(fromHex(hex), 'hexadecimal of ours'));
}
