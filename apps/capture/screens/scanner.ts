import { Eye } from '../camera/look-at.ts';
import type { WithApp } from './app.ts';
import { type Camera, LiveView } from './live-view.ts';
import { Key } from './parts.ts';
import { h, useRef, useState, type VNode } from './view.ts';

/** The live camera until a code is found that `onText` takes; it says in words why it does not take one. */
export function Scanner(
  props: WithApp & { onText: (text: string) => string | null | Promise<string | null>; onEnd: () => void },
): VNode {
  const { app, onText, onEnd } = props;
  const { t } = app;
  const [said, setSaid] = useState<string | null>(null);
  const eye = useRef<Eye | null>(null);
  const tried = useRef<string | null>(null);
  const look = async ({ video }: Camera) => {
    eye.current ??= new Eye();
    const found = await eye.current.code({ source: video, width: video.videoWidth, height: video.videoHeight });
    // The same wrong code in the next frame is not asked about again.
    if (found === null || found.text === tried.current) return;
    tried.current = found.text;
    setSaid(await onText(found.text));
  };
  return h(
    'section',
    { 'aria-label': t.scan.title },
    h('p', null, t.scan.what),
    h(LiveView, {
      app,
      look,
      over: h('div', { class: 'aim', 'aria-hidden': 'true' }),
      under: h('p', { class: 'hint-under', role: 'status' }, said ?? t.scan.looking),
      without: t.scan.noCamera,
      keys: () => null,
      otherwise: null,
    }),
    h(Key, { id: 'by-hand', onPress: onEnd, children: t.scan.byHand }),
  );
}
