import type { LocalizedText } from '../src/model/ids.ts';

/** Who stops and resumes a publication in the rehearsal, and why: plain invented words that take no side. */
export const STOP_OFFICE: LocalizedText = {
  es: 'Presidencia de la Junta Electoral de Quelmara',
  en: 'Chair of the Electoral Board of Quelmara',
};

export const STOP_REASON: LocalizedText = {
  es: 'La Junta detiene la publicación del cómputo preliminar mientras revisa la capacidad de sus equipos. La recepción y la transcripción de actas continúan.',
  en: 'The Board stops publishing the preliminary count while it reviews the capacity of its equipment. Sheets are still received and typed.',
};

export const RESUME_REASON: LocalizedText = {
  es: 'La revisión de los equipos ha terminado. La publicación sigue con todas las actas transcritas entretanto.',
  en: 'The review of the equipment is over. Publication goes on with all sheets typed in the meantime.',
};
