import { type CameraFault, closeCamera, everyWhile, hasLamp, openCamera, setLamp } from '../camera/live-camera.ts';
import type { WithApp } from './app.ts';
import { Key, Notice } from './parts.ts';
import { type ComponentChildren, h, useEffect, useRef, useState, type VNode } from './view.ts';

export type Camera = { readonly stream: MediaStream; readonly video: HTMLVideoElement };

/** 250 ms between looks and the time of the look itself: at most four a second, fewer on a slow phone. */
const PAUSE_MS = 250;

/** The camera while somebody sees the page: it is closed, and its light goes out, when the page is hidden or left. */
function useStream(turn: number) {
  const [state, setState] = useState<{ stream: MediaStream | null; fault: CameraFault['kind'] | null }>({
    stream: null,
    fault: null,
  });
  useEffect(() => {
    let [over, open] = [false, null as MediaStream | null];
    const close = () => {
      if (open !== null) closeCamera(open);
      open = null;
    };
    const start = async () => {
      const opened = await openCamera();
      if (opened.ok && (over || document.hidden)) return closeCamera(opened.value);
      if (over) return;
      close();
      open = opened.ok ? opened.value : null;
      setState(opened.ok ? { stream: opened.value, fault: null } : { stream: null, fault: opened.error.kind });
    };
    const seen = () => {
      if (!document.hidden) return void start();
      close();
      setState({ stream: null, fault: null });
    };
    if (!document.hidden) void start();
    document.addEventListener('visibilitychange', seen);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', seen);
      close();
    };
  }, [turn]);
  return state;
}

/** What the camera sees, looked at some times a second. `otherwise` stands there when there is no camera. */
export function LiveView(
  props: WithApp & {
    look: (camera: Camera) => Promise<void>;
    /** What stands over the picture. */
    over?: ComponentChildren;
    /** What stands under it, once there is a picture. */
    under?: ComponentChildren;
    keys: (camera: Camera | null) => ComponentChildren;
    otherwise: ComponentChildren;
    /** What to say instead of why there is no camera. */
    without?: string;
  },
): VNode {
  const { app, over, under, keys, otherwise } = props;
  const { t } = app;
  const [turn, setTurn] = useState(0);
  const { stream, fault } = useStream(turn);
  const video = useRef<HTMLVideoElement>(null);
  const [ready, setReady] = useState(false);
  const look = useRef(props.look);
  look.current = props.look;
  useEffect(() => {
    setReady(false);
    const element = video.current;
    if (element === null || stream === null) return;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    return everyWhile(PAUSE_MS, async () => {
      if (element.videoWidth > 0) await look.current({ stream, video: element });
    });
  }, [stream]);
  if (fault !== null)
    return h(
      'div',
      null,
      h(Notice, { kind: 'warn', role: 'alert', children: h('p', null, props.without ?? t.camera[fault]) }),
      otherwise,
      h(Key, { class: 'quiet', onPress: () => setTurn(turn + 1), children: t.camera.retry }),
    );
  const camera = ready && stream !== null && video.current !== null ? { stream, video: video.current } : null;
  return h(
    'div',
    { class: 'live' },
    h(
      'div',
      { class: 'finder' },
      h('video', {
        ref: video,
        muted: true,
        playsInline: true,
        'aria-hidden': 'true',
        onLoadedData: () => setReady(true),
      }),
      camera === null ? h('p', { class: 'starting', role: 'status' }, t.camera.starting) : over,
    ),
    under === undefined ? null : camera === null ? h('p', { class: 'hint-under' }, '\u00a0') : under,
    h('div', { class: 'keys' }, [keys(camera), stream === null ? null : h(Lamp, { app, stream, key: 'lamp' })]),
  );
}

function Lamp({ app, stream }: WithApp & { stream: MediaStream }): VNode | null {
  const { t } = app;
  const [on, setOn] = useState(false);
  if (!hasLamp(stream)) return null;
  const press = () => {
    void setLamp(stream, !on);
    setOn(!on);
  };
  return h(Key, { onPress: press, children: on ? t.camera.lightOff : t.camera.lightOn });
}
