import type { ProposedAct } from '../centre/api-schemas.ts';
import { useAct, type WithApp } from './app.ts';
import { type Both, BothFields, Done, Fault, NOTHING_SAID } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type ProposalFormProps = WithApp & {
  readonly id: string;
  /** null: something is missing still, and nothing is sent. */
  readonly act: ((reason: Both) => ProposedAct) | null;
  readonly children: VNode;
  /** What the button says; without, that it is proposed. */
  readonly label?: string;
  /** Whether a reason is asked for here. */
  readonly reasoned?: boolean;
  readonly onProposed?: () => void;
};

/** Proposes an act of two people, with its reason in both languages. */
export function ProposalForm(props: ProposalFormProps): VNode {
  const { app, id, act: make, children, label, reasoned = true, onProposed } = props;
  const { t } = app;
  const act = useAct(app.api);
  const [reason, setReason] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    if (make === null) return;
    const answer = await act.send('/api/proposals', make(reason));
    if (answer === null) return;
    setReason(NOTHING_SAID);
    setDone(true);
    onProposed?.();
  };
  return h('form', { class: 'stack', onSubmit: (event: Event) => void submit(event) }, [
    children,
    reasoned
      ? h(BothFields, { t, id: `reason-${id}`, label: t.proposals.reason, value: reason, onValue: setReason })
      : null,
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.proposals.proposed : null }),
    h('button', { type: 'submit', 'aria-disabled': act.busy ? 'true' : undefined }, label ?? t.proposals.propose),
  ]);
}
