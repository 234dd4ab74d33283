import type { Work } from '../centre/api-schemas.ts';
import { isUnclear } from './api.ts';
import { type App, useAct } from './app.ts';
import { Fault, placeText } from './parts.ts';
import { movePicture, PicturePanel } from './picture-panel.ts';
import { FIRST_VIEW, viewed } from './picture-view.ts';
import {
  Boxes,
  boxLabel,
  type ContestInfo,
  type FormProps,
  fieldId,
  Observations,
  SumLine,
  wordOf,
} from './typing-boxes.ts';
import {
  type Action,
  contentOf,
  formForEntry,
  formForResolution,
  hasNoFigures,
  summaryOf,
  typed,
} from './typing-form.ts';
import { type KeyMeaning, keyInReview, type PictureAct } from './typing-keys.ts';
import { h, useCallback, useLayoutEffect, useReducer, useRef, useState, type VNode } from './view.ts';

type DeskProps = {
  readonly app: App;
  readonly work: Work;
  readonly contest: ContestInfo;
  readonly onNext: () => void;
  readonly onPause: () => void;
};

/** One sheet and what is typed of it. It is made anew for each sheet, and nothing of it stays behind. */
export function SheetDesk({ app, work, contest, onNext, onPause }: DeskProps): VNode {
  const { t } = app;
  const [form, dispatch] = useReducer(typed, null, () =>
    work.kind === 'entry' ? formForEntry(contest.boxes.length) : formForResolution(work, contest.boxes.length),
  );
  const [view, setView] = useState(FIRST_VIEW);
  const [said, setSaid] = useState('');
  const [tries, setTries] = useState(0);
  const sending = useAct(app.api);
  const what = t.common.station(work.station);

  const act = useCallback(
    (action: Action) => {
      const box = action.kind === 'mark' ? contest.boxes[action.at] : undefined;
      if (action.kind === 'mark' && box !== undefined) setSaid(`${boxLabel(t, box)}: ${wordOf(t, action.mark)}`);
      dispatch(action);
    },
    [contest, t],
  );
  const look = useCallback(
    (act: PictureAct) => {
      movePicture(act);
      setView((old) => viewed(old, act, work.pictures.length));
    },
    [work],
  );
  const send = async () => {
    setTries((n) => n + 1);
    const path = work.kind === 'entry' ? '/api/entries' : '/api/resolutions';
    const done = await sending.send(path, { sheet: work.sheet, contest: work.contest, ...contentOf(form) });
    if (done !== null) onNext();
  };
  const mean = (meaning: KeyMeaning): boolean => {
    if (meaning.on === 'browser') return false;
    if (meaning.on === 'form') act(meaning.action);
    if (meaning.on === 'picture') look(meaning.act);
    if (meaning.on === 'send') void send();
    return true;
  };
  useFocus(form, sending.error !== null);

  const props: FormProps = { app, contest, form, act, mean };
  return h(
    'div',
    { class: 'sheet-desk' },
    work.paper === null
      ? h(PicturePanel, { app, base: `/api/pictures/${work.sheet}`, pictures: work.pictures, view, onAct: look, what })
      : h(PaperPanel, { app, work, seal: work.paper.seal }),
    h(
      'section',
      { class: 'typing', 'aria-labelledby': 'sheet-title' },
      h(SheetHead, { app, work, contest }),
      h(KeyBar, { app, work }),
      h('p', { role: 'status', class: 'vh' }, said),
      h(Boxes, props),
      // Of a difference she typed only a part: a sum of the rest would steer her.
      work.kind === 'entry' ? h(SumLine, { app, contest, form }) : null,
      h(Observations, props),
      h(SendBar, {
        ...props,
        error: h(
          'div',
          null,
          h(Fault, { t, error: sending.error }),
          sending.error !== null && (tries > 1 || !isUnclear(sending.error))
            ? h('p', null, [
                h('span', null, `${t.typing.maybeSaved} `),
                h('button', { type: 'button', onClick: onNext }, t.typing.nextSheet),
              ])
            : null,
        ),
        busy: sending.busy,
        failed: sending.error !== null,
        onPause,
      }),
    ),
  );
}

/** Instead of a picture, where the paper itself is typed from. */
function PaperPanel({ app, work, seal }: { app: App; work: Work; seal: string | null }): VNode {
  const { t } = app;
  return h('section', { class: 'picture', 'aria-label': t.custody.fromPaper }, [
    h('div', { class: 'no-picture' }, [
      h('h2', null, t.custody.fromPaper),
      h('p', null, t.custody.fromPaperWhat),
      h('p', null, [`${t.common.station(work.station)} · `, placeText(t, work.path, work.table)]),
      h('p', null, `${t.official.seal}: ${seal ?? t.official.noSeal}`),
    ]),
  ]);
}

function SheetHead({ app, work, contest }: { app: App; work: Work; contest: ContestInfo }): VNode {
  const { t, language } = app;
  return h(
    'header',
    { class: 'sheet-head' },
    h('h1', { id: 'sheet-title' }, contest.name[language]),
    h('p', null, work.paper === null ? t.typing.compare : t.typing.comparePaper),
    h(
      'dl',
      null,
      h('div', null, h('dt', null, t.typing.station), h('dd', { class: 'mono' }, work.station)),
      h('div', null, h('dt', null, t.typing.tableName), h('dd', null, work.table === null ? '—' : String(work.table))),
      h('div', { class: 'wide' }, h('dt', null, t.typing.place), h('dd', null, placeText(t, work.path, null))),
    ),
    work.kind === 'resolve' ? h('p', { class: 'note' }, t.typing.resolveNote) : null,
  );
}

type Key = readonly [key: string, text: string, look: string];

function pictureKeys({ t }: App): readonly Key[] {
  return [
    ['+ − *', t.typing.keyZoom, ''],
    ['⇧ ←↑↓→', t.typing.keyMove, ''],
    ['r', t.typing.keyTurn, ''],
  ];
}

function KeyBar({ app, work }: { app: App; work: Work }): VNode {
  const { t } = app;
  const keys: readonly Key[] = [
    ['0', t.typing.keyZero, 'zero'],
    ['e', t.typing.keyEmpty, 'empty'],
    ['i', t.typing.keyIllegible, 'illegible'],
    ['Enter', t.typing.keyNext, ''],
    ['⇧ Enter', t.typing.keyBack, ''],
    ['c', t.typing.keyCorrection, ''],
    ['o', t.typing.keyObservation, ''],
    ['Ctrl Enter', t.typing.keyReview, ''],
    ...(work.paper === null ? pictureKeys(app) : []),
    ...(work.pictures.length > 1 ? [['PgDn', t.typing.keyPage, ''] as const] : []),
  ];
  return h(
    'ul',
    { class: 'keys', 'aria-label': t.typing.keys },
    keys.map(([key, text, look]) => h('li', { key, class: look }, h('kbd', null, key), ` ${text}`)),
  );
}

type SendProps = FormProps & { error: VNode; busy: boolean; failed: boolean; onPause: () => void };

function SendBar(props: SendProps): VNode {
  const { app, form, act, mean, busy } = props;
  const { t } = app;
  if (form.stage !== 'review') {
    return h(
      'div',
      { class: 'send' },
      h(
        'button',
        { type: 'button', onClick: () => act({ kind: 'review' }) },
        t.typing.review,
        ' ',
        h('kbd', null, 'Ctrl Enter'),
      ),
      ' ',
      h('button', { type: 'button', class: 'quiet', onClick: props.onPause }, t.typing.pause),
    );
  }
  const keyDown = (event: KeyboardEvent) => {
    // On the other button Enter presses that button.
    if (event.key === 'Enter' && (event.target as HTMLElement).id !== 'send') return;
    if (mean(keyInReview(event))) event.preventDefault();
  };
  const { numbers, zeros, empty, illegible, corrections } = summaryOf(form);
  const n = app.number;
  const line = hasNoFigures(form)
    ? t.typing.summaryNoFigures
    : t.typing.summary(n(numbers), n(zeros), n(empty), n(illegible), n(corrections));
  return h(
    'div',
    { class: 'send review', onKeyDown: keyDown, role: 'group', 'aria-labelledby': 'review-line' },
    h('p', { id: 'review-line' }, h('strong', null, `${t.typing.before} `), line),
    props.error,
    h(
      'button',
      {
        type: 'button',
        id: 'send',
        class: 'main',
        'aria-disabled': busy ? 'true' : undefined,
        'aria-describedby': 'review-line',
        onClick: () => mean({ on: 'send' }),
      },
      busy ? t.typing.sending : props.failed ? t.typing.sendAgain : t.typing.send,
      ' ',
      h('kbd', null, 'Enter'),
    ),
    ' ',
    h(
      'button',
      { type: 'button', onClick: () => act({ kind: 'typing' }) },
      t.typing.change,
      ' ',
      h('kbd', null, 'Esc'),
    ),
  );
}

/**
 * The focus follows the form: to its box, to the observations, to the button that sends. Before the next key is heard: who
 * types fast would else write the first digit of a box into the one before.
 */
function useFocus(form: FormProps['form'], failed: boolean): void {
  const first = useRef(true);
  // While it is read over Tab may pass through the boxes, and is not to be thrown back.
  const field = form.stage === 'typing' ? form.focus : null;
  useLayoutEffect(() => {
    const id =
      form.stage === 'review' || (form.stage === 'typing' && hasNoFigures(form))
        ? form.stage === 'review'
          ? 'send'
          : 'observe'
        : form.stage === 'observations'
          ? 'observation-0'
          : fieldId(form.focus);
    const element = document.getElementById(id);
    if (element !== null && element !== document.activeElement) element.focus({ preventScroll: first.current });
    first.current = false;
  }, [field, form.stage, form.fault, failed]);
}
