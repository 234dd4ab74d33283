import { writeSync } from 'node:fs';
import { describeOpenError } from '../../adapters/store/open-error.ts';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { numberedEvents, seededRandom } from './store-events.ts';

/*
 * The program that the fault tests kill: `node store-writer.ts FOLDER SEED [hold]`. It appends numbered events in
 * batches of random length until it is killed, and says on its standard output, unbuffered:
 *   "held"       the store is open
 *   "> SIZE"     a batch that ends at SIZE is about to be appended
 *   "= SIZE"     it was acknowledged
 *   "! DETAIL"   it was refused; then it ends with exit code 4 (3 if the store could not be opened)
 * With `hold` it keeps the store open and appends nothing.
 */

const LONGEST_BATCH = 40;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const [folder = '', seed = '0', hold] = process.argv.slice(2);
const opened = openSqliteStore(folder);
if (!opened.ok) {
  say(`! ${describeOpenError(opened.error)}`);
  process.exit(3);
}
const store = opened.value;
say('held');
if (hold === 'hold') {
  setInterval(() => {}, 1000);
} else {
  const random = seededRandom(Number(seed));
  for (;;) {
    const size = store.size();
    const batch = numberedEvents(size, 1 + Math.floor(random() * LONGEST_BATCH));
    say(`> ${size + batch.length}`);
    const answer = store.append(size, batch);
    if (!answer.ok) {
      say(`! ${JSON.stringify(answer.error)}`);
      process.exit(4);
    }
    say(`= ${answer.value}`);
  }
}
