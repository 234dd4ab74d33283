import type { BoardRoom, Completeness, ProposedAct } from '../centre/api-schemas.ts';
import { useLoad, type WithApp } from './app.ts';
import { ContestField, SLOW_MS, selectionName } from './official-parts.ts';
import { type Both, Fault } from './parts.ts';
import { ProposalForm } from './proposal-form.ts';
import { h, useState, type VNode } from './view.ts';
import { startVotes, VotesFields, votesSaid } from './votes-fields.ts';

/** A lot that was drawn before everybody: of which contest, and who came out first, second ... */
export function LotForm({ app, room }: WithApp & { readonly room: BoardRoom }): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Completeness>(app.api, '/api/completeness', SLOW_MS);
  const [contest, setContest] = useState('');
  const [order, setOrder] = useState<readonly string[]>([]);
  const [votes, setVotes] = useState(() => startVotes(app));
  const [wrong, setWrong] = useState(false);
  // A contest is certified, and its ties broken, in the area of all who vote in it.
  const result = value?.results.find((one) => one.contest === contest);
  const choose = (next: string) => {
    setContest(next);
    setOrder([]);
  };
  const ready = result !== undefined && order.length > 1;
  const form = h(ProposalForm, {
    ...{ app, id: 'lot', label: `${t.proposals.propose}: ${t.rulings.lot}` },
    act: ready
      ? (reason: Both): ProposedAct => ({
          ...{ kind: 'draw-lot', contest, area: result.area, order: [...order], reason, ...votesSaid(votes) },
        })
      : null,
    children: h('div', null, [
      h('p', null, t.rulings.lotWhat),
      h(Fault, { t, error, retry: reload }),
      h(ContestField, { app, id: 'lot-contest', label: t.certify.contest, value: contest, onValue: choose }),
      result === undefined ? null : h('p', null, `${t.rulings.area}: ${result.areaName || t.certify.whole}`),
      contest === '' ? null : h(OrderFields, { app, contest, order, onOrder: setOrder }),
      h(VotesFields, { app, id: 'lot', room, value: votes, onValue: setVotes }),
      h('div', { role: 'alert' }, wrong && !ready ? h('p', { class: 'fault' }, t.rulings.lotWrong) : null),
    ]),
  });
  return h('div', { onSubmit: () => setWrong(!ready) }, form);
}

type OrderProps = WithApp & {
  readonly contest: string;
  readonly order: readonly string[];
  readonly onOrder: (order: readonly string[]) => void;
};

function OrderFields({ app, contest, order, onOrder }: OrderProps): VNode {
  const { t, number } = app;
  const all = app.centre.contests.find(({ id }) => id === contest)?.boxes ?? [];
  const selections = all.filter(({ kind }) => kind === 'selection');
  // A button stays where it is when it is pressed: the focus is on it. Pressed again it is taken back.
  const press = (id: string) => onOrder(order.includes(id) ? order.filter((one) => one !== id) : [...order, id]);
  const said = (id: string, label: string) => {
    const at = order.indexOf(id);
    return at < 0 ? label : t.rulings.lotPlace(number(at + 1), label);
  };
  return h('fieldset', null, [
    h('legend', null, t.rulings.lotOrder),
    h('p', { class: 'hint' }, t.rulings.lotHint),
    h(
      'ol',
      { 'aria-live': 'polite' },
      order.map((id) => h('li', { key: id }, selectionName(app, contest, id))),
    ),
    h(
      'div',
      { class: 'row' },
      selections.map(({ id, label }) =>
        h(
          'button',
          { type: 'button', key: id, 'aria-pressed': String(order.includes(id)), onClick: () => press(id) },
          said(id, label),
        ),
      ),
    ),
  ]);
}
