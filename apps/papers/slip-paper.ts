import { pdfBytes } from '../../adapters/paper/pdf-bytes.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { decodeUtf8, toBase64 } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Election } from '../../src/model/election.ts';
import type { Language } from '../../src/model/ids.ts';
import { dateText } from '../../src/publication/pages/local-time.ts';
import { parseCheckpoint, parseNote } from '../../src/tlog/index.ts';
import { beginSheet, hexOf, TEST_MARK } from './paper-frame.ts';
import { say } from './texts.ts';

/** A slip that delegates take away every hour: the newest signed note of a record, as a code and letter by letter. */
export type Slip = {
  readonly election: Election;
  /** The signed note, as it is published. */
  readonly checkpoint: Bytes;
  readonly at: Instant;
};

/** The slip as a PDF, one page in each language. */
export async function makeSlip(slip: Slip): Promise<Result<Bytes, { readonly kind: 'not-a-checkpoint' }>> {
  const { election, checkpoint, at } = slip;
  const note = parseNote(checkpoint);
  const head = note.ok ? parseCheckpoint(note.value.text) : null;
  const text = decodeUtf8(checkpoint);
  if (head === null || !head.ok || !text.ok) return err({ kind: 'not-a-checkpoint' });
  const { size, root } = head.value;
  const pages = (['es', 'en'] as const).flatMap((language) => {
    return slipPages(slip, { note: text.value.trimEnd(), size, root: toBase64(root) }, language);
  });
  const title = `${pagesTitle('es')} · ${election.name.es}`;
  return ok(await pdfBytes(pages, { title, language: 'es', at }));
}

type Sealed = { readonly note: string; readonly size: number; readonly root: string };

function slipPages({ election, at }: Slip, sealed: Sealed, language: Language) {
  const sheet = beginSheet(language, election.timeZone);
  const { flow, texts, time, whole } = sheet;
  flow.title(texts.slip.title);
  if (election.nature === 'rehearsal') flow.paragraph(texts.test, 'bold');
  flow.facts([
    [texts.election, election.name[language]],
    [texts.date, dateText(election.date, language)],
    [texts.runner, election.runner.name[language]],
    [texts.slip.made, time(at)],
    [texts.slip.size, whole(sealed.size)],
  ]);
  flow.code(`${sealed.note}\n`, texts.slip.words, { side: 700 });
  flow.subheading(texts.proof.root);
  flow.small(hexOf(sealed.root), 'mono');
  flow.subheading(texts.slip.note);
  flow.small(sealed.note, 'mono');
  flow.signatures([
    { name: texts.slip.handed, title: '' },
    { name: texts.slip.signed, title: '' },
  ]);
  const numbered = (page: number, of: number) => say(texts.page, { page, of });
  const mark = election.nature === 'rehearsal' ? TEST_MARK : null;
  return flow.pages(`${texts.slip.title} · ${election.name[language]}`, numbered, mark);
}

function pagesTitle(language: Language): string {
  return beginSheet(language, 'UTC').texts.slip.title;
}
