import type { RefusedReason } from '../../record/index.ts';

/** What the pages say of figures sent from stations, of the devices that may send, and of what the door refused. */
export type CaptureTexts = {
  /** Of a contest of a sheet that is known only by its figures. */
  readonly announced: string;
  readonly only: string;
  readonly title: string;
  readonly never: string;
  readonly item: string;
  readonly via: { readonly app: string; readonly sms: string };
  readonly sealed: string;
  readonly alike: string;
  readonly differs: string;
  readonly nothing: string;
  readonly earlier: string;
  readonly caption: string;
  readonly box: string;
  readonly counted: string;
  readonly sent: string;
  /** Before the list of sheets where a reading differs. */
  readonly differing: string;
  /** Heads devices and refusals on the front page. */
  readonly arrival: string;
  readonly devices: {
    readonly title: string;
    readonly item: string;
    readonly all: string;
    readonly one: string;
    readonly revoked: string;
    readonly none: string;
    readonly above: string;
    readonly more: string;
  };
  readonly refused: {
    readonly title: string;
    readonly text: string;
    readonly caption: string;
    readonly reason: string;
    readonly times: string;
    readonly reasons: Readonly<Record<RefusedReason, string>>;
  };
};

export const CAPTURE_EN: CaptureTexts = {
  announced: 'announced, not counted',
  only: 'Its figures came on {at} {via}; no picture yet, so nothing of it counts.',
  title: 'Figures sent from the station',
  never: 'Figures from a phone are never counted: what counts is what two people type from the sheet.',
  item: 'Sent on {at} {via} ({record}).',
  via: { app: 'by app, from device {device}', sms: 'by SMS' },
  sealed: 'Held back until two people have typed the sheet.',
  alike: 'No box differs from what is counted.',
  differs: 'They differ from what is counted.',
  nothing: 'Nothing of the sheet is counted that they could be held against.',
  earlier: 'The same sender sent figures again later.',
  caption: 'What was sent, box by box',
  box: 'Box',
  counted: 'Counted',
  sent: 'Sent',
  differing: 'Figures sent from the station differ from what is counted in:',
  arrival: 'How sheets arrive',
  devices: {
    title: 'Devices enrolled to send for the tables here ({n})',
    item: '{device}: enrolled on {at} ({record}), for {scope}.',
    all: 'all tables of this page',
    one: 'one table only, {station}',
    revoked: 'Revoked on {at}.',
    none: 'Devices enrolled to send for the tables here',
    above: 'Devices for a wider area, where there are any, stand on the pages above: {pages}.',
    more: 'and {n} more {n:device|devices}: see the data of this page.',
  },
  refused: {
    title: 'What was refused on arrival ({n})',
    text: 'Whatever comes in is checked before it goes on record. What is refused is only counted, by reason. The same message may have been refused more than once.',
    caption: 'Messages refused, by reason',
    reason: 'Reason',
    times: 'Times',
    reasons: {
      'bad-code': 'Enrolment code that is wrong, used or expired',
      'bad-picture': 'Picture that cannot be read as one',
      'bad-signature': 'Signature that does not hold',
      'count-not-open': 'The count was not open',
      malformed: 'Message that is not in the right form',
      'out-of-scope': 'Device that may not send for this table',
      quota: 'More sheets or figures of one table than a device may send',
      'sms-malformed': 'SMS that is not in the right form or does not add up',
      'sms-refused': 'SMS with a secret that is wrong or used',
      'too-large': 'Message that is too large',
      'too-many': 'Too many messages in a short time',
      'unknown-device': 'Device that is not enrolled, or is revoked',
      'unknown-station': 'Table that is not in this election',
    },
  },
};

export const CAPTURE_ES: CaptureTexts = {
  announced: 'anunciada, no cuenta',
  only: 'Sus cifras llegaron el {at} {via}; todavía no hay imagen, así que nada de ella cuenta.',
  title: 'Cifras enviadas desde la mesa',
  never: 'Las cifras de un teléfono nunca se cuentan: cuenta lo que dos personas transcriben del acta.',
  item: 'Enviadas el {at} {via} ({record}).',
  via: { app: 'por la aplicación, desde el aparato {device}', sms: 'por SMS' },
  sealed: 'En reserva hasta que dos personas hayan transcrito el acta.',
  alike: 'Ninguna casilla difiere de lo que está contado.',
  differs: 'Difieren de lo que está contado.',
  nothing: 'No hay nada contado del acta con que compararlas.',
  earlier: 'El mismo remitente envió cifras otra vez más tarde.',
  caption: 'Lo que se envió, casilla por casilla',
  box: 'Casilla',
  counted: 'Contado',
  sent: 'Enviado',
  differing: 'Las cifras enviadas desde la mesa difieren de lo contado en:',
  arrival: 'Cómo llegan las actas',
  devices: {
    title: 'Aparatos habilitados para enviar por las mesas de aquí ({n})',
    item: '{device}: habilitado el {at} ({record}), para {scope}.',
    all: 'todas las mesas de esta página',
    one: 'una sola mesa, {station}',
    revoked: 'Revocado el {at}.',
    none: 'Aparatos habilitados para enviar por las mesas de aquí',
    above: 'Los aparatos de un área más amplia, si los hay, están en las páginas de arriba: {pages}.',
    more: 'y {n} {n:aparato|aparatos} más: ver los datos de esta página.',
  },
  refused: {
    title: 'Lo que se rechazó al llegar ({n})',
    text: 'Lo que llega se revisa antes de entrar en el registro. Lo que se rechaza solo se cuenta, por motivo. Un mismo mensaje pudo ser rechazado más de una vez.',
    caption: 'Mensajes rechazados, por motivo',
    reason: 'Motivo',
    times: 'Veces',
    reasons: {
      'bad-code': 'Código de inscripción equivocado, usado o vencido',
      'bad-picture': 'Imagen que no se puede leer como tal',
      'bad-signature': 'Firma que no es válida',
      'count-not-open': 'El conteo no estaba abierto',
      malformed: 'Mensaje que no tiene la forma debida',
      'out-of-scope': 'Aparato que no puede enviar por esta mesa',
      quota: 'Más actas o cifras de una mesa de las que un aparato puede enviar',
      'sms-malformed': 'SMS que no tiene la forma debida o cuya suma no coincide',
      'sms-refused': 'SMS con un secreto equivocado o usado',
      'too-large': 'Mensaje demasiado grande',
      'too-many': 'Demasiados mensajes en poco tiempo',
      'unknown-device': 'Aparato no habilitado, o revocado',
      'unknown-station': 'Mesa que no está en esta elección',
    },
  },
};
