/** Which part of the public folder a finding is about: docs/spec/verify.md, in the order of the checks. */
export type Layer =
  | 'trust'
  | 'checkpoint'
  | 'log'
  | 'manifest'
  | 'definition'
  | 'body'
  | 'derivation'
  | 'page'
  | 'picture'
  | 'extra-file';

/** One thing that is not as it has to be. `says` is a sentence for people; `layer` and `kind` are for programs. */
export type Finding = {
  readonly layer: Layer;
  readonly kind: string;
  /** The file, relative to the public folder; null where no one file is at fault. */
  readonly path: string | null;
  /** The record number of the event; null where no one event is at fault. */
  readonly record: number | null;
  readonly says: string;
};

/** Where a finding lies. */
export type Place = { readonly path?: string | undefined; readonly record?: number | undefined };

/** Findings kept with their sentences; the rest is only counted, so that a hostile folder cannot fill the memory. */
const FINDINGS_KEPT_MAX = 100;

/** Collects findings: the first hundred whole, of all of them the number. */
export class FindingList {
  readonly kept: Finding[] = [];
  private readonly byLayer = new Map<Layer, number>();
  total = 0;

  add(layer: Layer, kind: string, place: Place, says: string): void {
    this.total++;
    this.byLayer.set(layer, (this.byLayer.get(layer) ?? 0) + 1);
    if (this.kept.length >= FINDINGS_KEPT_MAX) return;
    this.kept.push({ layer, kind, path: place.path ?? null, record: place.record ?? null, says });
  }

  /** How many findings each layer has; layers without one are left out. */
  layers(): ReadonlyMap<Layer, number> {
    return this.byLayer;
  }
}

const SHOWN_CHARACTERS_MAX = 100;

/**
 * Foreign text as a sentence may carry it: quoted, cut, and without characters that could move a terminal's cursor or
 * turn the direction of writing.
 */
export function shown(value: unknown): string {
  // Foreign lists and objects may be nested deeper than the stack: they are named, not shown.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  const cut = text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}...` : text;
  return plain(cut);
}

/** Foreign text without quotes, for a path or a name in a line of its own. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
