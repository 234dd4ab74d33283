import type { Language } from '../../model/ids.ts';
import { ESTIMATE_TEXTS_EN } from './texts-estimate-en.ts';
import { ESTIMATE_TEXTS_ES } from './texts-estimate-es.ts';

/** What the pages say of estimates. `{places}` are filled by `fill`. Nobody "has won" here, and nothing "is called". */
export type EstimateTexts = {
  readonly title: string;
  readonly pageTitle: string;
  readonly badge: string;
  readonly link: string;
  readonly intro: string;
  readonly none: string;
  readonly notBefore: string;
  readonly seen: string;
  readonly older: string;
  readonly lead: { readonly one: string; readonly both: string; readonly middle: string };
  readonly likely: string;
  readonly close: string;
  readonly closeWhy: string;
  readonly complete: Readonly<Record<'title' | 'why' | 'over' | 'badge' | 'lead' | 'caption', string>>;
  readonly refused: string;
  readonly refusedIs: string;
  readonly probabilities: {
    readonly title: string;
    readonly outcome: string;
    readonly of: string;
    readonly note: string;
    readonly all: string;
    readonly nearly: string;
    readonly hardly: string;
    readonly some: string;
  };
  readonly shares: {
    readonly title: string;
    readonly caption: string;
    readonly option: string;
    readonly interval: string;
    readonly middle: string;
    readonly votes: string;
    readonly to: string;
  };
  readonly more: {
    readonly title: string;
    readonly votesOut: string;
    readonly turnout: string;
    readonly base: Readonly<Record<'options' | 'total', string>>;
  };
  readonly parts: {
    readonly title: string;
    readonly text: string;
    readonly area: string;
    readonly setting: string;
    readonly sheets: string;
    readonly votes: string;
    readonly share: string;
  };
  readonly basis: {
    readonly title: string;
    readonly sheets: string;
    readonly setAside: string;
    readonly silent: string;
    readonly out: string;
    readonly order: string;
    readonly orders: Readonly<Record<string, string>>;
    readonly final: string;
    readonly weights: string;
    readonly variants: Readonly<Record<string, string>>;
    readonly error: string;
    readonly noError: string;
    readonly notes: string;
    readonly made: string;
  };
  readonly settings: Readonly<Record<string, string>>;
  readonly past: {
    readonly title: string;
    readonly text: string;
    readonly description: string;
    readonly interval: string;
    readonly middle: string;
    readonly came: string;
    readonly cameNot: string;
    readonly cameIs: string;
    readonly unit: string;
    readonly table: string;
    readonly caption: string;
    readonly state: string;
    readonly sheets: string;
    readonly lead: string;
    readonly inside: string;
    readonly yes: string;
    readonly no: string;
    readonly nothing: string;
    readonly complete: string;
    readonly thinned: string;
  };
  readonly final: {
    readonly title: string;
    readonly text: string;
    readonly came: string;
    readonly said: string;
    readonly front: string;
    readonly last: string;
    readonly link: string;
  };
  readonly again: { readonly title: string; readonly text: string; readonly command: string };
  readonly files: { readonly newest: string; readonly all: string };
  readonly method: string;
};

export function estimateTextsOf(language: Language): EstimateTexts {
  return language === 'es' ? ESTIMATE_TEXTS_ES : ESTIMATE_TEXTS_EN;
}
