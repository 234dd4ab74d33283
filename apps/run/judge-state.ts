import { fromBase64, toBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { CanvassOptions, CanvassState } from '../../src/canvass/canvass-state.ts';
import { certificateOfState } from '../../src/publication/certificate-of-state.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import type { LogTree } from '../../src/tlog/index.ts';
import type { OfficeLogs } from '../office/office-logs.ts';

/** What of a run says what there is to certify: its published states. */
export type StateOfRun = {
  readonly view: PublicView;
  readonly offices: OfficeLogs;
  readonly canvass: CanvassState;
  readonly publishedSize: number;
  readonly keeper: { readonly tree: LogTree };
};

const NO_PAPERS = { data: '', es: '', en: '' };

/** By what the official count of a run judges signatures and certificates. `run` is asked at each act anew. */
export function canvassOptionsOf(crypto: Crypto, run: () => StateOfRun): CanvassOptions {
  return {
    verify: (key, message, signature) => {
      const [publicKey, signed] = [fromBase64(key), fromBase64(signature)];
      return publicKey.ok && signed.ok && crypto.verifyEd25519(publicKey.value, message, signed.value);
    },
    newestState: () => run().publishedSize,
    // One whose files are not in place yet is published to nobody.
    isState: (size) => size <= run().publishedSize && run().canvass.states.has(size),
    judge: (contest, area, size) => {
      // The view is of the newest state: behind `size` nothing was recorded that could make them differ.
      const { view, offices, canvass, keeper } = run();
      const at = view.geography.contestIndex.get(contest);
      if (at === undefined) return null;
      const taken = offices.all().map((log) => [log.office, log.size, log.rootAt(log.size)] as const);
      const about = {
        size,
        root: toBase64(keeper.tree.rootAt(size)),
        offices: taken,
        lot: canvass.lotOf(at, area),
        partial: null,
      };
      const certificate = certificateOfState(view, about, contest, area);
      return certificate === null ? null : { ...certificate, papers: NO_PAPERS };
    },
  };
}
