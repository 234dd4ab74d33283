import type { Reading } from '../centre/api-schemas.ts';
import { POLL_MS, useAct, useLoad, type WithApp } from './app.ts';
import { Confirm, Fault } from './parts.ts';
import { h, type VNode } from './view.ts';

/** Whether the public pages answer readers; all else goes on either way. */
export function ReadingScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Reading>(app.api, '/api/reading', POLL_MS);
  const act = useAct(app.api);
  const turn = async (on: boolean) => {
    await act.send('/api/reading', { on });
    reload();
  };
  return h('section', { class: 'narrow' }, [
    h('h1', null, t.screens.reading),
    h('p', null, t.reading.what),
    h(Fault, { t, error: error ?? act.error, retry: reload }),
    h('p', { role: 'status' }, [
      value === null
        ? t.common.loading
        : h('strong', null, !value.here ? t.reading.elsewhere : value.on ? t.reading.on : t.reading.off),
    ]),
    value === null || !value.here
      ? null
      : value.on
        ? h(Confirm, {
            ...{ t, label: t.reading.close, says: t.reading.closeSays, busy: act.busy, key: 'close' },
            onYes: () => void turn(false),
          })
        : h(Confirm, {
            ...{ t, label: t.reading.open, says: t.reading.openSays, busy: act.busy, key: 'open' },
            onYes: () => void turn(true),
          }),
  ]);
}
