import { ok } from '../../../src/base/result.ts';
import { pagesOfPaper, type WithSheet } from './app.ts';
import { boxesOf } from './figures-form.ts';
import { PageLinks } from './page-links.ts';
import { Fault, Go, Sure, useAct } from './parts.ts';
import { hashOf, type Route } from './route.ts';
import { SentScreen } from './sent-screen.ts';
import { h, type VNode } from './view.ts';

/** A sheet of this phone: its steps until it is sent, and then what became of it. */
export function SheetScreen({ app, sheet }: WithSheet): VNode {
  return sheet.sent === null ? h(Steps, { app, sheet }) : h(SentScreen, { app, sheet });
}

type Step = { readonly name: string; readonly says: string; readonly done: boolean; readonly to: Route };

function Steps({ app, sheet }: WithSheet): VNode {
  const { t, phone, go, time } = app;
  const steps = [pictureStep({ app, sheet }), figuresStep({ app, sheet }), sendStep({ app, sheet })] as const;
  const next = nextOf(steps, sheet.pages.length > 0);
  const { fault, run } = useAct(app);
  const discard = async () => {
    if ((await run(async () => ok(await phone.discard(sheet.id)))) !== null) go({ at: 'home' }, 'replace');
  };
  return h(
    'div',
    null,
    h('p', null, sheet.station.place),
    h(
      'ol',
      { class: 'steps', 'aria-label': t.sheet.steps },
      steps.map(({ name, says, done, to }, i) =>
        h(
          'li',
          { key: name },
          h(
            'a',
            { class: `card ${done ? 'good' : ''}`, href: hashOf(to) },
            h('span', { class: 'sign', 'aria-hidden': 'true' }, done ? '✓' : String(i + 1)),
            h('span', null, h('strong', null, name), h('span', { class: 'says' }, says)),
          ),
        ),
      ),
    ),
    h(PageLinks, { app, sheet }),
    h(Go, { app, id: 'step', class: 'main big', to: next.to, children: `${t.sheet.next}: ${next.name}` }),
    h('p', { class: 'hint' }, t.sheet.startedAt(time(sheet.startedAt))),
    h(Sure, {
      app,
      label: t.sheet.discard,
      says: t.sheet.discardSure,
      yes: t.sheet.discardYes,
      no: t.sheet.discardNo,
      onYes: () => void discard(),
    }),
    h(Fault, { text: fault }),
  );
}

/** The first that is not done; with a picture, figures that nobody began do not stand in the way. */
function nextOf(steps: readonly [Step, Step, Step], pictured: boolean): Step {
  const [picture, figures, send] = steps;
  if (!picture.done && !pictured) return picture;
  return figures.done ? (picture.done ? send : picture) : figures;
}

function pictureStep({ app, sheet }: WithSheet): Step {
  const { t, number, view } = app;
  const all = Math.max(pagesOfPaper(view), sheet.pages.length);
  const have = sheet.pages.length;
  const says = have === 0 ? t.sheet.pictureNone : t.sheet.pictures(number(have), number(all));
  const to: Route = have === all ? { at: 'page', sheet: sheet.id, page: 0 } : { at: 'photo', sheet: sheet.id };
  return { name: t.sheet.picture, says, done: have === all, to };
}

function figuresStep({ app, sheet }: WithSheet): Step {
  const { t, number, view } = app;
  const boxes = boxesOf(view.election, sheet);
  const typed = boxes.filter(({ value }) => value !== null).length;
  const done = boxes.length > 0 && typed === boxes.length;
  const says =
    boxes.length === 0
      ? t.sheet.figuresUnknown
      : typed === 0
        ? t.sheet.figuresNone
        : done
          ? t.sheet.figuresAll(number(typed))
          : t.sheet.figuresSome(number(typed), number(boxes.length));
  const to: Route = done ? { at: 'review', sheet: sheet.id } : { at: 'figures', sheet: sheet.id, box: null };
  return { name: t.sheet.figures, says, done, to };
}

function sendStep({ app, sheet }: WithSheet): Step {
  const { t, view } = app;
  const boxes = boxesOf(view.election, sheet);
  const ready = sheet.pages.length > 0 || (boxes.length > 0 && boxes.every(({ value }) => value !== null));
  return {
    name: t.sheet.send,
    says: ready ? t.sheet.sendReady : t.sheet.sendNothing,
    done: false,
    to: { at: 'send', sheet: sheet.id },
  };
}
