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

export const NOTICES: readonly LocalizedText[] = [
  {
    es: 'La votación ha terminado. Las primeras actas se publican en cuanto dos personas las transcriben igual.',
    en: 'Voting is over. The first sheets are published as soon as two people have typed them alike.',
  },
  {
    es: 'Llegan ya actas de todas las regiones. Las de lugares apartados pueden tardar hasta mañana.',
    en: 'Sheets are now coming in from all regions. Those of remote places may take until tomorrow.',
  },
];

/** Why two supervisors decide what they decide. */
export const RULINGS = {
  reread: {
    es: 'La imagen no se podía leer. Con la copia original a la vista se transcribe de nuevo.',
    en: 'The picture could not be read. With the original copy at hand it is typed again.',
  },
  corrected: {
    es: 'La corrección del jurado está en las observaciones del acta: se transcribe de nuevo como corrección.',
    en: "The jury's correction stands in the sheet's observations: it is typed again as a correction.",
  },
  wrongStation: {
    es: 'El código y la cabecera del acta son de otra mesa.',
    en: "The sheet's code and heading are those of another station.",
  },
  samePaper: {
    es: 'Las dos imágenes son del mismo papel. Queda la que se lee mejor.',
    en: 'Both pictures are of the same paper. The one that reads better stands.',
  },
  falsePaper: {
    es: 'La otra imagen no lleva las firmas del jurado ni el número de serie de esta mesa.',
    en: "The other picture bears neither the jury's signatures nor this station's serial number.",
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;
