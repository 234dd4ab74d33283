import { useAct, type WithApp } from './app.ts';
import { Choice, Fault } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

export type Paper = 'recount' | 'sheet';

/** Pages of a paper, one file each, in the order in which they were chosen. */
export function ScanForm(props: WithApp & { sheet: number; papers: readonly Paper[]; onDone: () => void }): VNode {
  const { app, sheet, papers, onDone } = props;
  const { t } = app;
  const act = useAct(app.api);
  const [chosen, setPaper] = useState<Paper>('sheet');
  const paper = papers.includes(chosen) ? chosen : (papers[0] ?? 'sheet');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [none, setNone] = useState(false);
  const send = async (event: Event) => {
    event.preventDefault();
    setNone(files.length === 0);
    if (files.length === 0) return;
    const form = new FormData();
    form.set('scan', JSON.stringify({ sheet, paper }));
    for (const file of files) form.append('page', file, file.name);
    if ((await act.send('/api/envelopes/scans', form)) !== null) onDone();
  };
  const choose = (event: Event) => setFiles([...((event.currentTarget as HTMLInputElement).files ?? [])]);
  const id = `pages-${sheet}`;
  return h('form', { class: 'stack', onSubmit: (event: Event) => void send(event) }, [
    papers.length > 1
      ? h(Choice<Paper>, {
          ...{ name: `paper-${sheet}`, label: t.custody.paper, value: paper, onValue: setPaper },
          options: papers.map((one) => [one, t.custody.papers[one]] as const),
        })
      : paper === 'recount'
        ? h('p', null, `${t.custody.paper}: ${t.custody.papers.recount}`)
        : null,
    h('div', { class: 'field' }, [
      h('label', { for: id }, t.custody.pages),
      h('p', { class: 'hint', id: `${id}-hint` }, t.custody.scanWhat),
      h('input', {
        ...{ id, type: 'file', multiple: true, accept: 'image/jpeg,image/png', onChange: choose },
        'aria-describedby': `${id}-hint`,
      }),
    ]),
    h('p', { role: 'status' }, files.length === 0 ? null : t.custody.pagesChosen(app.number(files.length))),
    h('div', { role: 'alert' }, none ? h('p', { class: 'fault' }, t.custody.noPages) : null),
    h(Fault, { t, error: act.error }),
    h(
      'button',
      { type: 'submit', 'aria-disabled': act.busy ? 'true' : undefined },
      act.busy ? t.custody.sending : t.custody.send,
    ),
  ]);
}
