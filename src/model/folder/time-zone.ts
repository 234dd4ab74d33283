import type { Instant } from '../../base/instant.ts';

const QUARTER_HOUR = 15 * 60_000;

/**
 * Whether the runtime's time zone data knows an IANA name. Only for importing: a verifier must not refuse a definition
 * because its own data is older.
 */
export function isKnownTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Offsets from UTC of one time zone. Zones change offset on quarter hours only, so few instants are ever computed. */
export class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  }

  /** Minutes east of UTC at an instant. */
  at(at: Instant): number {
    const quarter = Math.floor(at / QUARTER_HOUR);
    const known = this.#known.get(quarter);
    if (known !== undefined) return known;
    const minutes = this.#compute(quarter * QUARTER_HOUR);
    this.#known.set(quarter, minutes);
    return minutes;
  }

  #compute(at: number): number {
    const part = this.#format.formatToParts(at).find((p) => p.type === 'timeZoneName');
    const m = /^GMT([+-])(\d{2}):(\d{2})/.exec(part?.value ?? '');
    if (m === null) return 0;
    return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
  }
}

/** Minutes east of UTC that the text of a time states; null for `Z`, which says nothing about local time. */
export function statedOffset(text: string): number | null {
  if (text.endsWith('Z')) return null;
  const minutes = Number(text.slice(-5, -3)) * 60 + Number(text.slice(-2));
  return text.at(-6) === '-' ? -minutes : minutes;
}

/** An offset in the spelling of ISO 8601. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}
