import type { EventHeader } from '../record/index.ts';

/**
 * What a header says, without its two hashes. These are held against the log and the bodies while they are read, and nobody asks for
 * them again: a country's record has more than half a million, which would be most of what is kept of it.
 */
export type ReadHeader = Omit<EventHeader, 'body' | 'sourcePrev'>;
