import type { Hint } from '../camera/hints.ts';
import { takePicture } from '../camera/live-camera.ts';
import { Eye } from '../camera/look-at.ts';
import type { App, WithSheet } from './app.ts';
import { type Camera, LiveView } from './live-view.ts';
import { Fault, Go, Key, useAct } from './parts.ts';
import { codeOnPaper } from './picture-check.ts';
import { h, useRef, useState, type VNode } from './view.ts';

/** Every so many looks the paper's code is looked for too, which costs more than all the rest. */
const CODE_EVERY = 3;

/** The picture of the next page, or of page `instead` once more. */
export function PhotoScreen({ app, sheet, instead }: WithSheet & { instead: string | null }): VNode {
  const { t, phone, go } = app;
  const { busy, fault, run } = useAct(app);
  const at = sheet.pages.findIndex(({ id }) => id === instead);
  const take = async (picture: Blob | null) => {
    if (picture === null) return;
    const page = at < 0 ? sheet.pages.length : at;
    const added = await run(() =>
      at < 0 ? phone.addPage(sheet.id, picture) : phone.addPage(sheet.id, picture, instead ?? ''),
    );
    if (added !== null) go({ at: 'page', sheet: sheet.id, page }, 'replace');
  };
  const [hint, look] = useHints(app);
  const shutter = (camera: Camera | null) =>
    h(Key, {
      id: 'shutter',
      class: 'main big shutter',
      disabled: camera === null || busy,
      onPress: () => camera !== null && void takePicture(camera.stream, camera.video).then(take),
      children: busy ? t.photo.saving : t.photo.shutter,
    });
  const files = (main: boolean) =>
    h('div', { class: 'keys' }, [
      h(FileKey, {
        id: 'camera-app',
        main,
        label: t.photo.cameraApp,
        capture: true,
        busy,
        onFile: take,
        key: 'camera',
      }),
      h(FileKey, {
        id: 'from-file',
        main: false,
        label: t.photo.file,
        capture: false,
        busy,
        onFile: take,
        key: 'file',
      }),
    ]);
  const words = hint === undefined ? t.photo.hints.none : t.photo.hints[hint ?? 'good'];
  return h(
    'div',
    { class: 'photo' },
    h(LiveView, {
      app,
      look,
      under: h(
        'p',
        { class: `hint-under ${hint === null ? 'good' : hint === undefined ? '' : 'bad'}`, role: 'status' },
        words,
      ),
      keys: shutter,
      otherwise: files(true),
    }),
    h(Fault, { text: fault }),
    // Once the camera is refused the keys stand in its place, and these are hidden by the style sheet.
    h('div', { class: 'beside-live' }, [files(false)]),
    h(Go, { app, class: 'quiet', to: { at: 'figures', sheet: sheet.id, box: null }, children: t.photo.figuresFirst }),
  );
}

/** A hint is said when two looks in a row agree: one frame of a moving hand says nothing. Undefined before the first. */
function useHints(app: App): readonly [Hint | null | undefined, (camera: Camera) => Promise<void>] {
  const [hint, setHint] = useState<Hint | null | undefined>(undefined);
  const seen = useRef<{ eye: Eye | null; last: Hint | null | undefined; looks: number }>({
    eye: null,
    last: undefined,
    looks: 0,
  });
  const look = async ({ video }: Camera) => {
    const state = seen.current;
    state.eye ??= new Eye();
    const picture = { source: video, width: video.videoWidth, height: video.videoHeight };
    const now = (await state.eye.look(picture, codeOnPaper(app.view), state.looks % CODE_EVERY === CODE_EVERY - 1))
      .hint;
    state.looks++;
    if (now === state.last) setHint(now);
    state.last = now;
  };
  return [hint, look];
}

/** A file field that looks like a key; the field itself has the focus. */
function FileKey(props: {
  id: string;
  label: string;
  main: boolean;
  capture: boolean;
  busy: boolean;
  onFile: (file: Blob | null) => Promise<void>;
}): VNode {
  const { id, label, main, capture, busy, onFile } = props;
  const chosen = async (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    const file = field.files?.[0] ?? null;
    await onFile(file);
    // The same file may be chosen again after it was refused.
    field.value = '';
  };
  return h(
    'label',
    { class: `key file ${main ? 'main big' : ''}`, for: id },
    label,
    h('input', {
      id,
      type: 'file',
      accept: 'image/*',
      disabled: busy,
      ...(capture ? { capture: 'environment' } : {}),
      onChange: (event: Event) => void chosen(event),
    }),
  );
}
