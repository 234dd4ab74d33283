import type { SmsError } from '../../src/intake/sms-message.ts';
import type { StationId } from '../../src/model/ids.ts';

/** What becomes of a message, for whoever sent it. */
export type SmsOutcome =
  | { readonly kind: 'taken' | 'taken-already'; readonly station: StationId; readonly sum: number }
  | SmsError
  | { readonly kind: 'bad-code' | 'too-many-wrong' | 'count-not-open' | 'quota' | 'refused' | 'not-stored' };

/** What one SMS holds in the alphabet that every network has (3GPP TS 23.038): no acute accents but that of é. */
const SMS_MAX = 160;
const STATION_MAX = 20;

/** Both languages in one SMS: nobody knows which the sender reads. Where both are too long, Spanish alone. */
export function smsReply(outcome: SmsOutcome): string {
  const [es, en] = sentences(outcome);
  const both = `${es} / ${en}`;
  return both.length <= SMS_MAX ? both : es;
}

function sentences(outcome: SmsOutcome): readonly [es: string, en: string] {
  switch (outcome.kind) {
    case 'taken': {
      const { sum } = outcome;
      return [`Recibido${mesa(outcome)}: suma ${sum}. Guarde el acta.`, `Received: sum ${sum}. Keep the sheet.`];
    }
    case 'taken-already':
      return [`Ya lo recibimos${mesa(outcome)}: suma ${outcome.sum}.`, `Received before: sum ${outcome.sum}.`];
    case 'not-ours':
    case 'too-short':
      return [
        'Escriba: COTEJO CODIGO SECRETO cifras SUMA, con espacios.',
        'Write: COTEJO CODE SECRET figures SUM, with spaces.',
      ];
    case 'wrong-code':
      return [
        'El CODIGO del acta (hoja 1) no coincide. Revise cada signo.',
        "The sheet's CODE is wrong. Check each sign.",
      ];
    case 'not-a-secret':
      return ['El SECRETO tiene 8 signos. Revise su sobre.', 'The SECRET has 8 signs. Look at your kit.'];
    case 'wrong-number-of-figures': {
      const { expected, found } = outcome;
      return [
        `Se esperan ${expected} cifras y la SUMA; hay ${found}.`,
        `${expected} figures and the SUM are due; there are ${found}.`,
      ];
    }
    case 'not-a-figure':
      return [
        `La cifra ${outcome.at} no se entiende. Casilla en blanco: X.`,
        `Figure ${outcome.at} cannot be read. Empty box: X.`,
      ];
    case 'wrong-sum': {
      const { sum, said } = outcome;
      return [
        `La SUMA no coincide: sus cifras dan ${sum}, escribe ${said}.`,
        `Wrong SUM: your figures give ${sum}, you wrote ${said}.`,
      ];
    }
    case 'bad-code':
      return [
        'Ese SECRETO no sirve o ya fue usado. Use otro de su sobre.',
        'This SECRET is no good, or used. Use another of your kit.',
      ];
    case 'too-many-wrong':
      return [
        'Demasiados secretos errados de esta mesa. Espere una hora.',
        'Too many wrong secrets of this station. Wait an hour.',
      ];
    case 'count-not-open':
      return ['El conteo no ha comenzado. Guarde el mensaje.', 'The count has not begun. Keep the message.'];
    case 'quota':
      return ['De esta mesa ya llegaron bastantes mensajes.', 'Enough messages of this station have come.'];
    case 'refused':
      return ['No se pudo recibir. Avise a su responsable.', 'This cannot be taken. Tell your supervisor.'];
    case 'not-stored':
      return ['No se pudo guardar. Mande lo mismo en 5 minutos.', 'Not stored. Send the same again in 5 minutes.'];
  }
}

function mesa({ station }: { readonly station: StationId }): string {
  return station.length <= STATION_MAX ? ` mesa ${station}` : '';
}
