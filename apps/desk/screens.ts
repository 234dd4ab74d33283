import { AccountScreen } from './account-screen.ts';
import { AmendScreen } from './amend-screen.ts';
import type { App } from './app.ts';
import { AuditScreen } from './audit-screen.ts';
import { BoardScreen, SilentScreen } from './board-screen.ts';
import { CertifyScreen } from './certify-screen.ts';
import { CodesScreen } from './codes-screen.ts';
import { CustodyScreen } from './custody-screen.ts';
import { DevicesScreen } from './devices-screen.ts';
import { PeopleScreen } from './people-screens.ts';
import { ProposalsScreen } from './proposals-screen.ts';
import { PublicationScreen } from './publication-screens.ts';
import { ReadingScreen } from './reading-screen.ts';
import type { Screen } from './roles.ts';
import { RulingsScreen } from './rulings-screen.ts';
import { SessionScreen } from './session-screen.ts';
import { DisputesScreen, InboxScreen, ObservedScreen, PendingScreen } from './supervision-screens.ts';
import { h, type VNode } from './view.ts';
import { WorkScreen } from './work-screen.ts';

/** The desk behind a name; `rest` is what stands behind it. */
export function screenOf(app: App, screen: Screen, rest: string): VNode {
  switch (screen) {
    case 'typing':
      return h(WorkScreen, { app, kind: 'entry', key: screen });
    case 'resolving':
      return h(WorkScreen, { app, kind: 'resolve', key: screen });
    case 'board':
      return h(BoardScreen, { app });
    case 'disputes':
      return h(DisputesScreen, { app });
    case 'observed':
      return h(ObservedScreen, { app });
    case 'proposals':
      return h(ProposalsScreen, { app });
    case 'pending':
      return h(PendingScreen, { app });
    case 'inbox':
      return h(InboxScreen, { app });
    case 'silent':
      return h(SilentScreen, { app, unit: rest, key: rest });
    case 'publication':
      return h(PublicationScreen, { app });
    case 'custody':
      return h(CustodyScreen, { app });
    case 'session':
      return h(SessionScreen, { app, station: rest, key: rest });
    case 'rulings':
      return h(RulingsScreen, { app, station: rest, key: rest });
    case 'certify':
      return h(CertifyScreen, { app });
    case 'amend':
      return h(AmendScreen, { app });
    case 'audit':
      return h(AuditScreen, { app, station: rest, key: rest });
    case 'people':
      return h(PeopleScreen, { app });
    case 'codes':
      return h(CodesScreen, { app });
    case 'devices':
      return h(DevicesScreen, { app });
    case 'reading':
      return h(ReadingScreen, { app });
    case 'account':
      return h(AccountScreen, { app });
  }
}
