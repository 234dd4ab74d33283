import { pagesOfPaper, stationName, type WithSheet } from './app.ts';
import { boxesOf } from './figures-form.ts';
import { Fault, Go, Notice, useAct } from './parts.ts';
import { h, type VNode } from './view.ts';

/** What will be signed, once more in words, and the key that signs it. */
export function SendScreen({ app, sheet }: WithSheet): VNode {
  const { t, number, view, phone, go } = app;
  const { busy, fault, run } = useAct(app);
  const boxes = boxesOf(view.election, sheet);
  const typed = boxes.filter(({ value }) => value !== null).length;
  const complete = boxes.length > 0 && typed === boxes.length;
  const pictures = sheet.pages.length;
  const sign = async (event: Event) => {
    event.preventDefault();
    if ((await run(() => phone.send(sheet.id))) !== null) go({ at: 'sheet', sheet: sheet.id }, 'replace');
  };
  if (pictures === 0 && !complete) {
    return h(
      'div',
      null,
      h('p', null, t.send.nothing),
      h(Go, { app, class: 'main big', to: { at: 'photo', sheet: sheet.id }, children: t.sheet.picture }),
      h(Go, { app, to: { at: 'figures', sheet: sheet.id, box: null }, children: t.sheet.figures }),
    );
  }
  const pages = pagesOfPaper(view);
  return h(
    'form',
    { onSubmit: (event: Event) => void sign(event) },
    h('p', { class: 'huge' }, stationName(t, sheet.station)),
    h('p', null, sheet.station.place),
    h('p', null, h('strong', null, t.send.what)),
    h(
      'ul',
      { class: 'will' },
      h(Item, { yes: pictures > 0, text: pictures === 0 ? t.send.noPictures : t.send.pictures(number(pictures)) }),
      h(Item, {
        yes: complete,
        text: complete ? t.send.figures(number(boxes.length)) : typed > 0 ? t.send.someFigures : t.send.noFigures,
      }),
    ),
    pictures > 0 && pictures < pages
      ? h(Notice, {
          kind: 'warn',
          children: [
            h('p', null, t.send.fewPages(number(pages), number(pictures))),
            h(Go, {
              app,
              to: { at: 'photo', sheet: sheet.id },
              children: t.photo.title(number(pictures + 1), number(pages)),
            }),
          ],
        })
      : null,
    h('p', { class: 'hint' }, t.send.once),
    h(Fault, { text: fault }),
    view.enrolment === null
      ? [
          h(Notice, { kind: 'warn', children: h('p', null, t.send.enrolFirst), key: 'why' }),
          h(Go, { app, class: 'main big', to: { at: 'enrol', code: '' }, children: t.home.enrol, key: 'enrol' }),
        ]
      : h(
          'button',
          { id: 'sign', type: 'submit', class: 'key main big', disabled: busy },
          busy ? t.send.busy : t.send.go,
        ),
  );
}

function Item({ yes, text }: { yes: boolean; text: string }): VNode {
  return h(
    'li',
    { class: yes ? 'yes' : 'no' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, yes ? '✓' : '–'),
    h('span', null, text),
  );
}
