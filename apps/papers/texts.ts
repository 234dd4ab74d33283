import type { RulingEffect } from '../../src/model/canvass-rules.ts';
import type { Language } from '../../src/model/ids.ts';
import type { MinutedSheet } from '../../src/publication/minutes-entries.ts';
import type { Amendment, Found, SealCondition } from '../../src/record/index.ts';
import { PAPERS_EN } from './texts-en.ts';
import { PAPERS_ES } from './texts-es.ts';

/** What the papers of the official count say, in one language. `{places}` are filled by `say`. */
export type PaperTexts = {
  readonly page: string;
  readonly election: string;
  readonly date: string;
  readonly runner: string;
  readonly none: string;
  readonly more: string;
  readonly test: string;
  readonly state: string;
  readonly stateOf: string;
  readonly record: string;
  readonly station: string;
  readonly contest: string;
  readonly at: string;
  readonly law: string;
  readonly reason: string;
  readonly minutes: {
    readonly title: string;
    readonly session: string;
    readonly place: string;
    readonly opened: string;
    readonly zero: string;
    readonly zeroSays: string;
    readonly tells: string;
    readonly tellsOf: string;
    readonly present: string;
    readonly member: readonly [name: string, title: string, person: string];
    readonly delegates: string;
    readonly delegate: readonly [name: string, party: string];
    readonly noDelegates: string;
    readonly sheets: string;
    readonly sheetsNote: string;
    readonly sheet: readonly [
      station: string,
      record: string,
      seal: string,
      condition: string,
      found: string,
      state: string,
    ];
    readonly noSheets: string;
    readonly missing: string;
    readonly copies: string;
    readonly copy: string;
    readonly objections: string;
    readonly noObjections: string;
    readonly objection: string;
    readonly raisedBy: string;
    readonly byDelegate: string;
    readonly ground: string;
    readonly says: string;
    readonly answer: string;
    readonly open: string;
    readonly upheld: string;
    readonly rejected: string;
    /** Of one of several that a ruling answers. */
    readonly right: string;
    readonly wrong: string;
    readonly rulings: string;
    readonly noRulings: string;
    readonly ruling: string;
    readonly decides: string;
    readonly answers: string;
    readonly until: string;
    readonly votes: string;
    readonly for: string;
    readonly against: string;
    readonly abstained: string;
    readonly nobody: string;
    readonly lots: string;
    readonly lot: string;
    readonly amendments: string;
    readonly change: string;
    readonly totals: string;
    readonly signed: string;
  };
  readonly figures: {
    readonly option: string;
    readonly votes: string;
    readonly share: string;
    readonly seats: string;
    readonly valid: string;
    readonly cast: string;
    readonly registered: string;
    readonly unknown: string;
    readonly notNamed: string;
    readonly sheet: string;
    readonly number: string;
    readonly ends: Readonly<Record<'annulled' | 'counted' | 'expected' | 'lost' | 'notInstalled' | 'open', string>>;
    readonly shareNote: string;
  };
  readonly act: {
    readonly title: string;
    readonly partial: string;
    readonly partialWhy: string;
    readonly count: string;
    readonly area: string;
    readonly whole: string;
    readonly figures: string;
    readonly rule: string;
    readonly outcome: string;
    readonly distances: string;
    readonly seatsRule: string;
    readonly methods: Readonly<Record<string, string>>;
    readonly threshold: string;
    readonly noThreshold: string;
    readonly lot: string;
    readonly ends: string;
    readonly from: Readonly<Record<'copy' | 'corrected' | 'original' | 'recount' | 'repeat', string>>;
    readonly void: string;
    readonly open: string;
    readonly openNote: string;
    readonly says: string;
    readonly offices: string;
    readonly office: readonly [office: string, size: string, root: string];
    readonly certification: string;
    readonly certify: string;
    readonly noCertifiers: string;
  };
  readonly proof: {
    readonly title: string;
    readonly words: readonly string[];
    readonly root: string;
    readonly fingerprint: string;
    readonly fingerprintNote: string;
    readonly none: string;
  };
  readonly slip: {
    readonly title: string;
    readonly words: readonly string[];
    readonly size: string;
    readonly made: string;
    readonly note: string;
    readonly handed: string;
    readonly signed: string;
  };
  readonly conditions: Readonly<Record<SealCondition, string>>;
  readonly everBroken: string;
  readonly found: Readonly<Record<Found, string>>;
  readonly states: Readonly<Record<MinutedSheet['state'], string>>;
  readonly effects: Readonly<Record<RulingEffect, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly withdrawn: Readonly<Record<'kept' | 'null', string>>;
  readonly changes: Readonly<Record<Amendment['kind'], string>>;
};

const CATALOGUES: Readonly<Record<Language, PaperTexts>> = { es: PAPERS_ES, en: PAPERS_EN };

/** The catalogue of a language. */
export function paperTexts(language: Language): PaperTexts {
  return CATALOGUES[language];
}

/** A sentence of a catalogue with its places filled. */
export function say(sentence: string, parts: Readonly<Record<string, number | string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(parts[name] ?? ''));
}

/** The word for a code, or the code as it is. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}
