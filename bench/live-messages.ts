/** What the bench asks of the process in which the readers are. */
export type ToReaders =
  | {
      readonly kind: 'check';
      readonly path: string;
      readonly station: string;
      readonly contest: string;
      readonly record: number;
    }
  | { readonly kind: 'end' };

/** Instants are milliseconds since 1970 of the machine's clock. */
export type FromReaders =
  | { readonly kind: 'connected'; readonly readers: number }
  /** One piece of news, and when the first and the last reader had it. */
  | { readonly kind: 'told'; readonly first: number; readonly last: number; readonly told: number }
  /** Somebody fetched a checkpoint over so many events. */
  | { readonly kind: 'checkpoint'; readonly size: number; readonly at: number }
  | { readonly kind: 'checked'; readonly good: boolean };
