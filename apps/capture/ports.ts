import type { Instant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { PhoneStorage } from './stored.ts';

/** The world as the phone's program sees it: a browser's in main.ts, a made-up one in tests. */
export type PhonePorts = {
  readonly storage: PhoneStorage;
  /** Only what is asked of it; never cookies. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Address that the app came from, without a slash at its end: the first of its endpoints. */
  readonly origin: string;
  readonly now: () => Instant;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly randomBytes: (count: number) => Uint8Array<ArrayBuffer>;
  /** Calls back once after so many ms; gives what ends it. */
  readonly later: (ms: number, then: () => void) => () => void;
  /** A picture of any camera, made smaller and without what the camera wrote beside it. */
  readonly shrink: (picture: Blob) => Promise<Result<Blob, { readonly kind: 'not-a-picture' }>>;
  readonly urlOf: (picture: Blob) => string;
  readonly releaseUrl: (url: string) => void;
  readonly online: () => boolean;
  readonly tabs: Tabs;
  readonly keeping: Keeping;
};

/** Several tabs, or a tab and the service worker, over one storage. */
export type Tabs = {
  /** Says to the others that something changed. */
  readonly tell: () => void;
  readonly onTold: (then: () => void) => void;
  /** Runs it when no other tab does, from then on until this one ends. */
  readonly lead: (run: () => void) => void;
  /** Wakes the app although nobody has it open, where the browser can. */
  readonly wakeLater: () => void;
};

/** What the browser promises of the storage, and what is left of it. */
export type Keeping = {
  readonly persisted: () => Promise<boolean>;
  readonly ask: () => Promise<boolean>;
  /** A mark outside of the database, by which its loss is seen. */
  readonly marked: () => Promise<boolean>;
  readonly mark: () => Promise<void>;
};
