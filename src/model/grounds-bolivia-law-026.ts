import type { ObjectionGround } from './canvass-rules.ts';

const ARTICLE_177 = {
  es: 'Según la Ley 026 del Régimen Electoral de Bolivia (30 de junio de 2010), art. 177. Ejemplo: cotéjelo con el texto vigente',
  en: "After Bolivia's Law 026 on the Electoral System (30 June 2010), art. 177. An example: check it against the text in force",
};

/**
 * An example after the grounds of nullity of a sheet in Bolivia's Law 026 of 2010, art. 177, in words of our own. It is no copy of
 * the law and no advice: whoever uses it checks it, and the effects that a board may decide, against the text in force and
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
  ),
];

function ground(code: string, es: string, en: string): ObjectionGround {
  return {
    code,
    name: { es, en },
    law: ARTICLE_177,
    effects: ['annul', 'recount', 'repeat', 'stands'],
    holds: false,
  };
}
