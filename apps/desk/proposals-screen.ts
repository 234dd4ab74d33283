import type { Proposal } from '../centre/api-schemas.ts';
import { POLL_MS, useAct, useLoad, type WithApp } from './app.ts';
import { useRoom } from './official-parts.ts';
import { type Both, Confirm, Done, Fault, shownOf } from './parts.ts';
import { actText, detailsOf } from './proposal-texts.ts';
import { ROLE_OF } from './roles.ts';
import { h, useState, type VNode } from './view.ts';

/** Acts that one person proposed: another agrees, or rejects. */
export function ProposalsScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<{ proposals: readonly Proposal[] }>(app.api, '/api/proposals', POLL_MS);
  const act = useAct(app.api);
  const [done, setDone] = useState<string | null>(null);
  const answer = async (id: string, what: 'agree' | 'reject') => {
    if ((await act.send(`/api/proposals/${encodeURIComponent(id)}/${what}`, {})) === null) return;
    setDone(what === 'agree' ? t.proposals.agreed : t.proposals.rejected);
    reload();
  };
  const list = value?.proposals ?? [];
  return h('section', null, [
    h('h1', null, t.screens.proposals),
    h('p', null, t.proposals.what),
    h('p', { role: 'status' }, value === null ? t.common.loading : shownOf(app, list.length, list.length)),
    h(Fault, { t, error: act.error ?? error, retry: reload }),
    h(Done, { text: done }),
    ...list.map((one) => h(ProposalCard, { app, one, busy: act.busy, onAnswer: answer, key: one.id })),
  ]);
}

type CardProps = WithApp & {
  one: Proposal;
  busy: boolean;
  onAnswer: (id: string, what: 'agree' | 'reject') => Promise<void>;
};

function ProposalCard({ app, one, busy, onAnswer }: CardProps): VNode {
  const { t } = app;
  const own = one.by === app.me.pseudonym;
  const may = app.me.roles.includes(ROLE_OF[one.act.kind]);
  const room = useRoom(app).value;
  return h('article', { class: 'card' }, [
    h('h2', null, actText(app, one.act)),
    one.station === null ? null : h('p', null, t.common.station(one.station)),
    h('p', { class: 'hint' }, t.proposals.by(one.by, app.instant(one.at))),
    ...detailsOf(app, room, one.act).map((line) => h('p', { key: line }, line)),
    'reason' in one.act ? h(InBoth, { app, label: t.proposals.reason, text: one.act.reason }) : null,
    'sheet' in one.act && one.act.sheet !== null && one.act.kind !== 'open-envelope' && one.act.kind !== 'move-envelope'
      ? h(
          'p',
          null,
          h('a', { href: `/api/pictures/${one.act.sheet}/0`, target: '_blank', rel: 'noopener' }, t.common.openPicture),
        )
      : null,
    own ? h('p', { class: 'note' }, t.proposals.own) : null,
    !may && !own ? h('p', { class: 'note' }, t.proposals.notYours) : null,
    h('div', { class: 'row' }, [
      may && !own
        ? h(Confirm, {
            t,
            label: t.proposals.agree,
            says: t.proposals.agreeSays,
            busy,
            onYes: () => void onAnswer(one.id, 'agree'),
          })
        : null,
      may
        ? h(
            'button',
            { type: 'button', disabled: busy, onClick: () => void onAnswer(one.id, 'reject') },
            own ? t.proposals.takeBack : t.proposals.reject,
          )
        : null,
    ]),
  ]);
}

/** What is published in both languages is agreed to in both. */
function InBoth({ app, label, text }: WithApp & { label: string; text: Both }): VNode {
  const { t } = app;
  return h('div', null, [
    h('p', { lang: 'es' }, `${label} (${t.common.inLanguage.es}): ${text.es}`),
    h('p', { lang: 'en' }, `${label} (${t.common.inLanguage.en}): ${text.en}`),
  ]);
}
