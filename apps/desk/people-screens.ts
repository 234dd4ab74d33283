import type { People } from '../centre/api-schemas.ts';
import { useAct, useLoad, type WithApp } from './app.ts';
import { OneTimeCard } from './code-shown.ts';
import { Confirm, Fault, TextField } from './parts.ts';
import { ROLES, type Role } from './roles.ts';
import { h, useState, type VNode } from './view.ts';

type Person = People['people'][number];
type Code = { readonly pseudonym: string; readonly code: string };
/** For whom it is, by the name that is used across a table. */
type NamedCode = Code & { readonly name: string };
const PAGE = 50;

/** Accounts, their roles, and the codes with which people come in. */
export function PeopleScreen({ app }: WithApp): VNode {
  const { t } = app;
  const [after, setAfter] = useState<readonly string[]>([]);
  const last = after.at(-1);
  const query = last === undefined ? '' : `&after=${encodeURIComponent(last)}`;
  const { value, error, reload } = useLoad<People>(app.api, `/api/people?limit=${PAGE}${query}`);
  const [code, setCode] = useState<NamedCode | null>(null);
  const people = value?.people ?? [];
  const lastName = people.at(-1)?.name;
  return h('section', null, [
    h('h1', null, t.screens.people),
    h(OneTimeCard, {
      title: code === null ? null : t.people.codeTitle(`${code.name} (${code.pseudonym})`),
      put: t.people.codeDone,
      onDone: () => setCode(null),
      lines: code === null ? [] : [h('p', { class: 'secret mono' }, code.code), h('p', null, t.people.codeSays)],
    }),
    h(NewPerson, {
      app,
      onMade: (made) => {
        setCode(made);
        reload();
      },
    }),
    h('h2', null, t.people.list),
    h(Fault, { t, error, retry: reload }),
    h(
      'p',
      { role: 'status' },
      value === null ? t.common.loading : t.people.onPage(app.number(people.length), app.number(after.length + 1)),
    ),
    ...people.map((person) => h(PersonCard, { app, person, reload, onCode: setCode, key: person.account })),
    h('div', { class: 'row' }, [
      after.length === 0
        ? null
        : h('button', { type: 'button', onClick: () => setAfter(after.slice(0, -1)) }, t.common.before),
      people.length < PAGE || lastName === undefined
        ? h('p', { class: 'hint' }, t.common.end)
        : h('button', { type: 'button', onClick: () => setAfter([...after, lastName]) }, t.common.next),
    ]),
  ]);
}

function NewPerson({ app, onMade }: WithApp & { onMade: (code: NamedCode) => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const make = async (event: Event) => {
    event.preventDefault();
    const answer = await act.send<Code>('/api/people', { name: name.trim(), roles });
    if (answer === null) return;
    setName('');
    setRoles([]);
    onMade({ ...answer.value, name: name.trim() });
  };
  const toggle = (role: Role) => setRoles(roles.includes(role) ? roles.filter((r) => r !== role) : [...roles, role]);
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void make(event) }, [
    h('h2', null, t.people.create),
    h(TextField, { id: 'person-name', label: t.signIn.name, hint: t.signIn.nameHint, value: name, onValue: setName }),
    h('fieldset', null, [
      h('legend', null, t.people.roles),
      h('p', { class: 'hint' }, t.people.rolesHint),
      ROLES.map((role) =>
        h('label', { class: 'choice', key: role }, [
          h('input', { type: 'checkbox', checked: roles.includes(role), onChange: () => toggle(role) }),
          h('span', null, t.roles[role]),
        ]),
      ),
    ]),
    h(Fault, { t, error: act.error }),
    h('button', { type: 'submit', class: 'main' }, t.people.make),
  ]);
}

type PersonProps = WithApp & { person: Person; reload: () => void; onCode: (code: NamedCode) => void };

function PersonCard({ app, person, reload, onCode }: PersonProps): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [role, setRole] = useState<Role>('typist');
  const change = async (path: string, body: unknown) => {
    const answer = await act.send<Code | null>(path, body);
    if (answer === null) return;
    if (path === '/api/people/reset' && answer.value !== null) onCode({ ...answer.value, name: person.name });
    reload();
  };
  const { account, pseudonym } = person;
  const marks = [
    person.demo ? t.people.demo : null,
    person.disabled ? t.people.disabled : null,
    person.secondFactor ? t.people.secondFactor : t.people.noSecondFactor,
  ].filter((text) => text !== null);
  const has = person.roles.includes(role);
  return h('details', { class: 'card' }, [
    h('summary', null, [
      h('strong', null, person.name),
      ` · ${person.roles.map((r) => t.roles[r]).join(', ') || t.people.noRole}`,
      person.disabled ? ` · ${t.people.disabled}` : '',
    ]),
    h('p', null, [`${t.people.pseudonym} `, h('span', { class: 'mono' }, pseudonym)]),
    h('p', null, marks.join(' · ')),
    h(Fault, { t, error: act.error }),
    h('div', { class: 'row' }, [
      h('label', { for: `role-${account}` }, t.people.role),
      h(
        'select',
        {
          id: `role-${account}`,
          value: role,
          onChange: (event: Event) => setRole((event.currentTarget as HTMLSelectElement).value as Role),
        },
        ROLES.map((one) => h('option', { value: one, key: one }, t.roles[one])),
      ),
      h(Confirm, {
        t,
        label: has ? t.people.revoke : t.people.grant,
        says: t.people.roleSays(t.roles[role], person.name),
        busy: act.busy,
        onYes: () => void change('/api/roles', { person: pseudonym, role, grant: !has }),
        key: String(has),
      }),
    ]),
    person.disabled
      ? null
      : h('div', { class: 'row' }, [
          h(Confirm, {
            t,
            label: t.people.reset,
            says: t.people.resetSays,
            busy: act.busy,
            onYes: () => void change('/api/people/reset', { account }),
          }),
          h(Confirm, {
            t,
            label: t.people.disable,
            says: t.people.disableSays,
            busy: act.busy,
            onYes: () => void change('/api/people/disable', { account }),
          }),
        ]),
  ]);
}
