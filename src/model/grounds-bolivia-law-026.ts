import type { ObjectionGround } from './canvass-rules.ts';
import type { LocalizedText } from './ids.ts';

const ARTICLE_177 = {
  es: 'Según la Ley 026 del Régimen Electoral de Bolivia (30 de junio de 2010), art. 177. Ejemplo: cotéjelo con el texto vigente',
  en: "After Bolivia's Law 026 on the Electoral System (30 June 2010), art. 177. An example: check it against the text in force",
};

/** Of what we have seen in no text of the law, nor in an account of it. */
const WITHOUT_SOURCE = {
  es: 'EJEMPLO SIN COMPROBAR. Se atribuye al art. 177 de la Ley 026 del Régimen Electoral de Bolivia (30 de junio de 2010); no se tuvo fuente a la vista. No lo use sin leer el texto vigente',
  en: "AN EXAMPLE THAT IS NOT CONFIRMED. It is ascribed to art. 177 of Bolivia's Law 026 on the Electoral System (30 June 2010); no source was at hand. Do not use it before you have read the text in force",
};

/**
 * An example after the grounds of nullity of a sheet in Bolivia's Law 026 of 2010, art. 177, in words of our own. It is no copy of
 * the law and no advice: three of the six are marked as not confirmed, and whoever uses the set checks all of it, and the effects that a board may decide, against the text in force and
 * the regulations of that election.
 */
export const BOLIVIA_LAW_026_GROUNDS: readonly ObjectionGround[] = [
  ground(
    'firmas-de-jurados',
    'Faltan las firmas o huellas de al menos tres personas del jurado',
    'Fewer than three jurors signed the sheet or put their fingerprint on it',
  ),
  ground(
    'jurado-no-designado',
    'Firman el acta personas que no fueron designadas para el jurado de la mesa',
    "The sheet is signed by persons who were not appointed to the station's jury",
    WITHOUT_SOURCE,
  ),
  ground(
    'acta-no-aprobada',
    'Se usó un acta que la autoridad electoral no aprobó',
    'A sheet was used that the electoral authority had not approved',
  ),
  ground(
    'papeletas-no-aprobadas',
    'Se usaron papeletas que la autoridad electoral no aprobó',
    'Ballots were used that the electoral authority had not approved',
    WITHOUT_SOURCE,
  ),
  ground(
    'otro-lugar',
    'La mesa funcionó en un lugar distinto del que fijó la autoridad electoral',
    'The station worked at another place than the one that the electoral authority had fixed',
  ),
  ground(
    'otra-fecha',
    'La mesa funcionó en una fecha distinta de la que fijó la convocatoria',
    'The station worked on another date than the one fixed by the call',
    WITHOUT_SOURCE,
  ),
];

function ground(code: string, es: string, en: string, law: LocalizedText = ARTICLE_177): ObjectionGround {
  return {
    code,
    name: { es, en },
    law,
    effects: ['annul', 'recount', 'repeat', 'stands'],
    holds: false,
  };
}
