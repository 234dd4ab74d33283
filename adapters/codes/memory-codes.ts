import { err, ok } from '../../src/base/result.ts';
import type { CodeQuery, Grant, Handing, ListedCode, Made, OneTimeCodes } from './codes.ts';
import { drawCode, hashOfCode, presentedAs } from './draw-code.ts';

type Kept = { listed: ListedCode; record: number | null; readonly hash: string; readonly kit: string | null };

/** Codes that last as long as the process. */
export function createMemoryCodes(): OneTimeCodes {
  const kept: Kept[] = [];
  const make = (grant: Grant, of: Handing, kit: string | null): Made => {
    const code = drawCode(grant);
    const listed = { id: kept.length + 1, grant, ...of, printed: kit !== null, used: null, cancelledAt: null };
    kept.push({ listed, record: null, hash: hashOfCode(presentedAs(grant, code)), kit });
    return { id: listed.id, code };
  };
  const change = (code: Kept, to: Partial<ListedCode>) => {
    code.listed = { ...code.listed, ...to };
  };
  const isOpen = ({ listed }: Kept) => listed.used === null && listed.cancelledAt === null;
  return {
    make: (grant, of) => ok(make(grant, of, null)),
    makeMany(kit, of, { replace }) {
      const stations = new Set<string | null>(replace ? kit.map(({ station }) => station) : []);
      for (const code of kept) if (stations.has(code.kit) && isOpen(code)) change(code, { cancelledAt: of.at });
      return ok(kit.map(({ station, grant }) => make(grant, of, station)));
    },
    list: (query) =>
      kept
        .map(({ listed }) => listed)
        .filter((listed) => isAsked(listed, query))
        .toReversed()
        .slice(0, query.limit),
    get: (id) => kept[id - 1]?.listed ?? null,
    cancel(id, at) {
      const code = kept[id - 1];
      if (code === undefined || !isOpen(code)) return err({ kind: 'unknown-code' });
      change(code, { cancelledAt: at });
      return ok(null);
    },
    redeem(presented, holder, at) {
      const hash = hashOfCode(presented);
      const code = kept.find((one) => one.hash === hash);
      if (code === undefined || code.listed.cancelledAt !== null) return err({ kind: 'bad-code' });
      const { id, grant, by, used, expiresAt } = code.listed;
      if (used !== null)
        return used.holder === holder
          ? ok({ id, grant, by, again: true, record: code.record })
          : err({ kind: 'bad-code' });
      if (at >= expiresAt) return err({ kind: 'bad-code' });
      change(code, { used: { holder, at } });
      return ok({ id, grant, by, again: false, record: null });
    },
    giveBack(id, holder) {
      const code = kept[id - 1];
      if (code?.listed.used?.holder === holder) change(code, { used: null });
      return ok(null);
    },
    settle(id, holder, record) {
      const code = kept[id - 1];
      if (code?.listed.used?.holder === holder) code.record = record;
      return ok(null);
    },
    close() {},
  };
}

function isAsked({ id, grant, printed }: ListedCode, { printed: asked, station, after }: CodeQuery): boolean {
  const only = grant.kind === 'sms' ? grant.station : grant.only;
  return printed === asked && (station === undefined || only === station) && (after === undefined || id < after);
}
