import type { Runner } from '../../model/election.ts';
import type { CountKind, Language } from '../../model/ids.ts';
import type { CaptureTexts } from './texts-capture.ts';
import type { DeskTexts } from './texts-desk.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_ES } from './texts-es.ts';
import type { FindTexts } from './texts-find.ts';
import type { HowToCheckTexts } from './texts-how-to-check.ts';
import type { OutcomeTexts } from './texts-outcome.ts';

type ByCount = Readonly<Record<CountKind, string>>;
/** Words for codes of the definition; a code without a word is shown as it is. */
type Words = Readonly<Record<string, string>>;

/** How a count stands to the electoral body: run by it, replayed from its files, or somebody else's. */
export type Standing = 'own' | 'replay' | 'other';

/** What the pages say, in one language. `{places}` and `{places:one|many}` are filled by `fill`. */
export type Texts = OutcomeTexts & {
  readonly languageName: string;
  /** In the other language: the link to it. */
  readonly otherLanguage: string;
  readonly skip: string;
  readonly breadcrumb: string;
  readonly frontPage: string;
  readonly zone: string;
  readonly times: string;
  readonly test: string;
  readonly replay: string;
  readonly countBy: Readonly<Record<Runner['kind'], string>>;
  readonly replayBy: string;
  readonly electionDate: string;
  readonly fresh: { readonly state: string; readonly elsewhere: string; readonly untimed: string };
  /** Served with live.js, which fills them. */
  readonly live: {
    readonly age: string;
    readonly stale: string;
    readonly unreachable: string;
    readonly clock: string;
    readonly stopped: string;
    readonly closed: string;
    readonly ended: string;
    readonly state: string;
    readonly updated: string;
  };
  readonly counts: Readonly<Record<CountKind | 'second', { readonly name: string; readonly short: string }>>;
  readonly countTitles: Readonly<Record<Standing, ByCount>>;
  readonly countNotes: Readonly<Record<Standing, ByCount>>;
  readonly modes: Readonly<Record<'imported' | 'entered', string>>;
  readonly closed: string;
  readonly notStarted: string;
  readonly noneCounted: string;
  readonly noData: string;
  readonly nothingHere: string;
  readonly noDataHere: string;
  readonly out: {
    readonly title: string;
    readonly counted: string;
    readonly complete: string;
    readonly missing: string;
    readonly missingUnknown: string;
    readonly notCounted: string;
    readonly where: string;
    readonly whereRow: string;
    readonly open: string;
    readonly settled: string;
  };
  readonly figures: {
    readonly title: string;
    readonly caption: string;
    readonly option: string;
    readonly votes: string;
    readonly share: string;
    readonly valid: string;
    readonly cast: string;
    readonly turnout: string;
    readonly unlisted: string;
    readonly lead: string;
    readonly leadComplete: string;
    readonly level: string;
    readonly none: string;
  };
  readonly stopped: {
    readonly title: string;
    readonly when: string;
    readonly reason: string;
    readonly goesOn: string;
    readonly see: string;
    readonly past: string;
    readonly pastWhen: string;
  };
  readonly chart: {
    readonly title: string;
    readonly description: string;
    readonly unit: string;
    readonly threshold: { readonly percent: string; readonly fraction: string };
    readonly stop: string;
    readonly gap: string;
    readonly gapLong: string;
    readonly clipped: string;
    readonly table: string;
    readonly tableCaption: string;
    readonly time: string;
    readonly count: string;
    readonly counted: string;
    readonly lead: string;
  };
  readonly areas: {
    readonly by: string;
    readonly byArea: string;
    readonly bySetting: string;
    readonly caption: string;
    readonly area: string;
    readonly expected: string;
    readonly counted: string;
    readonly countedShare: string;
    readonly rest: string;
    readonly scroll: string;
    readonly unnamed: string;
  };
  readonly levels: Words;
  readonly settings: Words;
  readonly partial: { readonly title: string; readonly see: string };
  readonly boxes: Words;
  readonly sheets: {
    readonly title: string;
    readonly table: string;
    readonly sheet: string;
    readonly code: string;
    readonly registered: string;
    readonly registeredUnknown: string;
    readonly caption: string;
    readonly empty: string;
    readonly illegible: string;
    readonly noData: string;
    readonly noTime: string;
    readonly differs: string;
    readonly differing: string;
    readonly tooMany: string;
    readonly statusLine: string;
    readonly notCounted: string;
    readonly history: string;
    readonly item: string;
    readonly record: string;
  };
  readonly statuses: Words;
  readonly kinds: Words;
  readonly footer: {
    readonly label: string;
    readonly verify: string;
    readonly data: string;
    readonly history: string;
    readonly definition: string;
    readonly sources: string;
    readonly notes: string;
    readonly noSide: string;
  };
  readonly desk: DeskTexts;
  readonly capture: CaptureTexts;
  readonly find: FindTexts;
  readonly verify: HowToCheckTexts;
  readonly notFound: { readonly title: string; readonly text: string };
};

const CATALOGUES: Readonly<Record<Language, Texts>> = { es: TEXTS_ES, en: TEXTS_EN };

/** The catalogue of a language. */
export function textsOf(language: Language): Texts {
  return CATALOGUES[language];
}

/** The word for a code, or the code with spaces for underscores. */
export function wordFor(words: Words, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code.replaceAll('_', ' ');
}
