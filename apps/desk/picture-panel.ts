import type { App } from './app.ts';
import { pictureUrl } from './parts.ts';
import { type PictureView, type Size, sizeOf } from './picture-view.ts';
import { keyInPicture, type PictureAct } from './typing-keys.ts';
import { h, useEffect, useLayoutEffect, useRef, useState, type VNode } from './view.ts';

export const FRAME_ID = 'picture-frame';
/** Part of the frame that one press of a key moves the picture. */
const STEP = 0.25;

/** Moves the picture in its frame; every other act changes the view. */
export function movePicture(act: PictureAct): void {
  const frame = document.getElementById(FRAME_ID);
  if (frame === null) return;
  const [x, y] = [frame.clientWidth * STEP, frame.clientHeight * STEP];
  if (act === 'left') frame.scrollBy(-x, 0);
  if (act === 'right') frame.scrollBy(x, 0);
  if (act === 'up') frame.scrollBy(0, -y);
  if (act === 'down') frame.scrollBy(0, y);
}

type PanelProps = {
  readonly app: App;
  readonly base: string;
  readonly pictures: readonly string[];
  readonly view: PictureView;
  readonly onAct: (act: PictureAct) => void;
  readonly what: string;
};

/** The sheet's picture: by keys, by buttons, by dragging and by its scroll bars. */
export function PicturePanel(props: PanelProps): VNode {
  const { app, pictures, view, onAct } = props;
  const { t } = app;
  const pages = pictures.length;
  const button = (act: PictureAct, sign: string, name: string, disabled = false) =>
    h('button', { type: 'button', title: name, disabled, onClick: () => onAct(act) }, [
      h('span', { 'aria-hidden': 'true' }, sign),
      h('span', { class: 'vh' }, name),
    ]);
  return h(
    'section',
    { class: 'picture', 'aria-label': t.picture.title },
    h(
      'div',
      { class: 'tools' },
      button('zoom-in', '+', t.picture.zoomIn),
      button('zoom-out', '−', t.picture.zoomOut),
      button('whole', '⤢', t.picture.whole),
      button('turn', '↻', t.picture.turn),
      pages < 2
        ? null
        : [
            button('page-before', '‹', t.picture.pageBefore, view.page === 0),
            h('span', { role: 'status' }, t.picture.page(app.number(view.page + 1), app.number(pages))),
            button('next-page', '›', t.picture.nextPage, view.page >= pages - 1),
          ],
    ),
    pages === 0 ? h('p', { class: 'no-picture' }, t.common.noPicture) : h(Frame, { ...props, key: String(view.page) }),
  );
}

function Frame({ app, base, pictures, view, onAct, what }: PanelProps): VNode {
  const { t } = app;
  const frame = useRef<HTMLDivElement>(null);
  const [picture, setPicture] = useState<Size | null>(null);
  const [failed, setFailed] = useState(0);
  const width = useWidth(frame);
  useKeptCentre(frame, view);
  const size = picture === null || width === 0 ? null : sizeOf(view, picture, width);
  const url = pictureUrl(base, view.page, pictures[view.page]);
  const px = (n: number) => `${n}px`;
  const keyDown = (event: KeyboardEvent) => {
    const act = keyInPicture(event);
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    onAct(act);
  };
  const image = h('img', {
    key: failed,
    src: failed === 0 ? url : `${url}?again=${failed}`,
    alt: t.common.pictureOf(what, String(view.page + 1), String(pictures.length)),
    draggable: false,
    onLoad: (event: Event) => {
      const { naturalWidth, naturalHeight } = event.currentTarget as HTMLImageElement;
      setPicture({ width: Math.max(1, naturalWidth), height: Math.max(1, naturalHeight) });
    },
    onError: () => setPicture({ width: 0, height: 0 }),
    style:
      size === null
        ? { width: '100%' }
        : {
            width: px(size.image.width),
            height: px(size.image.height),
            left: px((size.seen.width - size.image.width) / 2),
            top: px((size.seen.height - size.image.height) / 2),
            transform: `rotate(${view.turn}deg)`,
          },
  });
  const broken = picture?.width === 0;
  const again = () => {
    setPicture(null);
    setFailed((n) => n + 1);
  };
  return h(
    'div',
    {
      class: 'frame',
      id: FRAME_ID,
      ref: frame,
      tabIndex: 0,
      role: 'group',
      'aria-label': t.picture.frame,
      onKeyDown: keyDown,
      onPointerDown: (event: PointerEvent) => startDrag(event, frame.current),
    },
    broken
      ? h('div', { class: 'no-picture', role: 'alert' }, [
          h('p', null, t.picture.broken),
          h('button', { type: 'button', onClick: again }, t.common.retry),
        ])
      : h(
          'div',
          { class: 'paper', style: size === null ? {} : { width: px(size.seen.width), height: px(size.seen.height) } },
          image,
        ),
  );
}

function useWidth(frame: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}

/** Zooming keeps what is in the middle in the middle. */
function useKeptCentre(frame: { current: HTMLElement | null }, view: PictureView): void {
  const last = useRef({ zoom: view.zoom, x: 0.5, y: 0.5 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || last.current.zoom === view.zoom) return;
    const ratio = view.zoom / last.current.zoom;
    const [halfX, halfY] = [element.clientWidth / 2, element.clientHeight / 2];
    element.scrollLeft = (element.scrollLeft + halfX) * ratio - halfX;
    element.scrollTop = (element.scrollTop + halfY) * ratio - halfY;
    last.current.zoom = view.zoom;
  }, [frame, view.zoom]);
}

function startDrag(down: PointerEvent, frame: HTMLElement | null): void {
  if (frame === null || down.pointerType === 'touch' || down.button !== 0) return;
  // A press on the scroll bar is its own.
  const box = frame.getBoundingClientRect();
  if (down.clientX - box.left >= frame.clientWidth || down.clientY - box.top >= frame.clientHeight) return;
  const from = { x: frame.scrollLeft + down.clientX, y: frame.scrollTop + down.clientY };
  const move = (event: PointerEvent) => frame.scrollTo(from.x - event.clientX, from.y - event.clientY);
  const stop = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', stop);
    window.removeEventListener('pointercancel', stop);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', stop);
  window.addEventListener('pointercancel', stop);
}
