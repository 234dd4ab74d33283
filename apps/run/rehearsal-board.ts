import { join } from 'node:path';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import type { RunKeys } from '../../adapters/keys/key-folder.ts';
import type { Rehearsal } from '../../simulation/generate-election.ts';
import { withOfficialCount } from '../../simulation/official-rules.ts';
import { planRehearsedBoard, type RehearsedBoard } from '../../simulation/rehearsal-count.ts';
import { type Bytes, toBase64, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import { signCheckpoint } from '../../src/tlog/index.ts';
import type { BoardParts } from './board-steps.ts';
import type { OpenedRun } from './open-run.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';

const CERTIFIERS = 3;
const REQUIRED = 2;

/** Who certifies a rehearsal, by keys that anybody can draw from the seed: what they sign is worth nothing. */
function certifiersOf(seed: string): ReadonlyMap<string, Signer> {
  const numbers = Array.from({ length: CERTIFIERS }, (_, i) => i + 1);
  const signerOf = (n: number) => signerFromSeed(nodeCrypto.sha256(utf8(`cotejo/rehearsal/certifier\n${seed}\n${n}`)));
  return new Map(numbers.map((n) => [`certifier-${n}`, signerOf(n)]));
}

/** The same election, with one national board that counts from the paper. */
export function withBoard(rehearsal: Rehearsal, seed: string): Rehearsal {
  const certifierKeys = [...certifiersOf(seed).values()].map(({ publicKey }) => toBase64(publicKey));
  return withOfficialCount(rehearsal, { offices: 0, certifierKeys, required: REQUIRED, scans: true });
}

export type BoardAsk = {
  readonly rehearsal: Rehearsal;
  readonly seed: string;
  readonly keys: RunKeys;
  readonly sheets: RehearsalSheets;
  readonly pictures: boolean;
};

/** What the board of this run does, and what it needs for it. */
export async function boardOf(
  opened: OpenedRun,
  { rehearsal, seed, keys, sheets, pictures }: BoardAsk,
): Promise<RehearsedBoard & { readonly parts: BoardParts }> {
  // Fonts and the drawing of PDFs: nothing that a night without a board has to load.
  const { RunPapers } = await import('../centre/make-official-papers.ts');
  const blobs = openBlobFolder(nodeCrypto, join(opened.folder.directory, 'blobs'));
  const checkpoint = () => ownCheckpoint(opened, keys);
  const papers = new RunPapers({ run: opened.run, store: opened.store, blobs, checkpoint });
  return {
    ...planRehearsedBoard(rehearsal, { seed }),
    parts: { sheets, papers, certifiers: certifiersOf(seed), pictures },
  };
}

/**
 * A checkpoint of the newest state in the time of the rehearsal. The published one has the time of this machine, and the papers of
 * one seed are to be the same bytes at every speed.
 */
function ownCheckpoint({ run }: OpenedRun, keys: RunKeys): Bytes {
  const size = run.publishedSize + 1;
  const time = Math.floor((run.keeper.ledger.lastAt ?? 0) / 1000);
  const checkpoint = { origin: keys.origin, size, root: run.keeper.tree.rootAt(size) };
  return signCheckpoint(checkpoint, keys.log, { ...keys.heartbeat, time });
}
