import type { RulingEffect } from '../src/model/canvass-rules.ts';
import type { LocalizedText } from '../src/model/ids.ts';

/** Places and bringers of an invented election: offices and rooms, never persons. */
export const CUSTODY_WORDS = {
  bringers: ['Correo electoral', 'Notaría electoral', 'Comisión de traslado'],
  tables: ['Mesa de apertura 1', 'Mesa de apertura 2', 'Mesa de apertura 3'],
  stores: ['Bóveda A', 'Bóveda B', 'Bóveda C'],
  holders: [
    { es: 'Copia del jurado electoral de la mesa', en: "Copy of the station's own jury" },
    { es: 'Copia de la notaría electoral', en: 'Copy of the electoral notary' },
  ] satisfies readonly LocalizedText[],
} as const;

type Reason =
  | RulingEffect
  | 'copy'
  | 'court'
  | 'law'
  | 'lot'
  | 'missing'
  | 'notFound'
  | 'notInstalled'
  | 'merged'
  | 'objects';

/** Why a board does what it does: plain invented words that take no side. */
export const BOARD_REASONS: Readonly<Record<Reason, LocalizedText>> = {
  law: { es: 'Reglamento del cómputo del simulacro', en: 'Rules of the count of this rehearsal' },
  objects: { es: 'Se pide que la Junta revise esta acta.', en: 'The board is asked to review this sheet.' },
  stands: {
    es: 'Revisado el papel, las cifras transcritas son las del acta.',
    en: 'On review of the paper the figures typed are those of the sheet.',
  },
  correct: {
    es: 'El acta dice otra cifra que la transcrita: se corrige.',
    en: 'The sheet says another figure than the one typed: it is corrected.',
  },
  recount: { es: 'Se cuentan de nuevo las papeletas.', en: 'The ballots are counted again.' },
  retype: { es: 'El papel se transcribe de nuevo.', en: 'The paper is typed again.' },
  count: { es: 'Lo observado no cambia ninguna cifra.', en: 'What was observed changes no figure.' },
  annul: { es: 'El acta no cumple lo que debe cumplir.', en: 'The sheet lacks what it must have.' },
  repeat: { es: 'La votación de esta mesa se repite.', en: 'The vote of this station is held again.' },
  lost: { es: 'No hay original ni copia admisible.', en: 'There is neither an original nor an admissible copy.' },
  copy: { es: 'Falta el original; la copia es auténtica.', en: 'The original is not there; the copy is genuine.' },
  court: { es: 'Tribunal del simulacro', en: 'Court of this rehearsal' },
  lot: { es: 'Sorteo público ante las delegaciones.', en: 'Lot drawn in public before the delegates.' },
  missing: { es: 'No llegó con los demás sobres de su recinto.', en: 'It did not come with the others of its place.' },
  notFound: { es: 'No se encontró en el recinto.', en: 'It was not found at the polling place.' },
  notInstalled: { es: 'La mesa no se instaló.', en: 'The station was not installed.' },
  merged: { es: 'Se fusionó con otra mesa del recinto.', en: 'It was merged with another station of its place.' },
};
