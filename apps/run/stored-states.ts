import type { RecordStore } from '../../src/record/index.ts';

const PAGE = 1000;

/** Record number of the newest state of this run that lies in the store, -1 if none does. States of offices are their own. */
export function newestStoredState(store: RecordStore): number {
  for (let to = store.size(); to > 0; to -= PAGE) {
    const from = Math.max(0, to - PAGE);
    const at = store.readFrom(from, to - from).findLastIndex(({ header }) => {
      const text = new TextDecoder().decode(header);
      return text.includes('"kind":"StatePublished"') && !text.includes('"officeIndex":');
    });
    if (at >= 0) return from + at;
  }
  return -1;
}
