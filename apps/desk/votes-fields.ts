import type { BoardRoom } from '../centre/api-schemas.ts';
import type { App, WithApp } from './app.ts';
import { type Both, BothFields, Choice, NOTHING_SAID } from './parts.ts';
import { h, type VNode } from './view.ts';

export type Vote = 'abstained' | 'against' | 'for' | 'none';
const VOTES: readonly Vote[] = ['for', 'against', 'abstained', 'none'];
export type Votes = { readonly by: Readonly<Record<string, Vote>>; readonly law: Both };

/** Whoever proposes votes for it. */
export function startVotes(app: App, law: Both = NOTHING_SAID): Votes {
  return { by: { [app.me.pseudonym]: 'for' }, law };
}

/** As the interface takes it. */
export function votesSaid({ by, law }: Votes) {
  const of = (vote: Vote) =>
    Object.entries(by)
      .filter(([, said]) => said === vote)
      .map(([member]) => member);
  return { for: of('for'), against: of('against'), abstained: of('abstained'), law };
}

type VotesProps = WithApp & {
  readonly id: string;
  readonly room: BoardRoom;
  readonly value: Votes;
  readonly onValue: (value: Votes) => void;
  /** Who typed what is voted on. */
  readonly typedBy?: readonly string[];
};

/** How each member of the session votes, and by which law. */
export function VotesFields({ app, id, room, value, onValue, typedBy = [] }: VotesProps): VNode {
  const { t } = app;
  const present = room.session?.members ?? [];
  return h('div', null, [
    h('h3', null, t.rulings.votes),
    ...present.map((member) =>
      typedBy.includes(member)
        ? h('p', { key: member }, `${memberName(room, member)}: ${t.rulings.typedIt}`)
        : h(Choice<Vote>, {
            key: member,
            ...{ name: `vote-${id}-${member}`, label: t.rulings.vote(memberName(room, member)) },
            value: value.by[member] ?? null,
            options: VOTES.map((vote) => [vote, t.rulings.voteOf[vote]] as const),
            onValue: (vote: Vote) => onValue({ ...value, by: { ...value.by, [member]: vote } }),
          }),
    ),
    h(BothFields, {
      ...{ t, id: `law-${id}`, label: t.official.law, value: value.law },
      onValue: (law: Both) => onValue({ ...value, law }),
    }),
  ]);
}

/** Board members act by name; whoever is none here, by the name in the record. */
export function memberName(room: BoardRoom | null, member: string): string {
  return room?.members.find((one) => one.member === member)?.name ?? member;
}
