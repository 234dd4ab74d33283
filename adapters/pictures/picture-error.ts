import type { LocalizedText } from '../../src/model/ids.ts';
import { clip } from '../../src/model/parse-election-fields.ts';

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/** What a picture may be at most, and at least. */
export type PictureLimits = {
  readonly bytes: number;
  readonly pixels: number;
  readonly minSide: number;
  readonly maxSide: number;
  readonly seconds: number;
};

export type PictureError =
  | { readonly kind: 'empty-file' }
  | { readonly kind: 'too-many-bytes'; readonly bytes: number; readonly most: number }
  /** `found`: what it looks like (SVG, GIF, PDF, ...); null if nothing that is known. */
  | { readonly kind: 'format-not-allowed'; readonly found: string | null }
  | { readonly kind: 'truncated'; readonly format: PictureFormat }
  /** More bytes after the end of the picture: two files in one. */
  | { readonly kind: 'trailing-data'; readonly format: PictureFormat; readonly bytes: number }
  | { readonly kind: 'several-frames'; readonly format: PictureFormat; readonly frames: number }
  | { readonly kind: 'too-many-pixels'; readonly width: number; readonly height: number; readonly most: number }
  | { readonly kind: 'side-too-long'; readonly width: number; readonly height: number; readonly most: number }
  | { readonly kind: 'side-too-short'; readonly width: number; readonly height: number; readonly least: number }
  | { readonly kind: 'damaged'; readonly format: PictureFormat; readonly detail: string }
  | { readonly kind: 'too-slow'; readonly format: PictureFormat; readonly seconds: number };

const NAMES: { readonly [format in PictureFormat]: string } = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP' };

/** What was found, what is expected and what to do, for the person who sent the file. */
export function describePictureError(error: PictureError, fileName: string): LocalizedText {
  const { es, en } = sentences(error);
  const name = plainName(fileName);
  return { es: `${name}: ${es}`, en: `${name}: ${en}` };
}

/** A file name is written by strangers: nothing in it may break a line or turn the writing round. */
function plainName(fileName: string): string {
  return clip(fileName.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd'));
}

function sentences(error: PictureError): LocalizedText {
  switch (error.kind) {
    case 'empty-file':
      return {
        es: 'el archivo está vacío (0 bytes). Se espera una imagen JPEG, PNG o WebP. Envíela de nuevo desde el original.',
        en: 'the file is empty (0 bytes). Expected a JPEG, PNG or WebP picture. Send it again from the original.',
      };
    case 'format-not-allowed':
      return notAllowed(error.found);
    case 'truncated':
      return {
        es: `la imagen ${NAMES[error.format]} está cortada: falta su final. Se espera el archivo entero. Envíelo de nuevo.`,
        en: `the ${NAMES[error.format]} picture is cut off: its end is missing. Expected the whole file. Send it again.`,
      };
    case 'trailing-data':
      return {
        es: `después del final de la imagen ${NAMES[error.format]} hay ${error.bytes} bytes más. Se espera una imagen y nada más. Escanee la hoja de nuevo o guarde una copia con un editor de imágenes.`,
        en: `${error.bytes} more bytes follow the end of the ${NAMES[error.format]} picture. Expected one picture and nothing else. Scan the sheet again, or save a copy with a picture editor.`,
      };
    case 'several-frames':
      return {
        es: `la imagen ${NAMES[error.format]} tiene ${error.frames} cuadros (animación). Se espera una sola imagen. Guárdela sin animación.`,
        en: `the ${NAMES[error.format]} picture has ${error.frames} frames (an animation). Expected a single one. Save it without animation.`,
      };
    case 'damaged':
      return {
        es: `la imagen ${NAMES[error.format]} está dañada (${clip(error.detail)}). Se espera una imagen que se lea sin errores. Envíela o escanéela de nuevo.`,
        en: `the ${NAMES[error.format]} picture is damaged (${clip(error.detail)}). Expected one that reads without errors. Send or scan it again.`,
      };
    default:
      return tooMuch(error);
  }
}

function notAllowed(found: string | null): LocalizedText {
  return {
    es: `${found === null ? 'no es una imagen conocida' : `es un archivo ${found}`}. Se espera una imagen JPEG, PNG o WebP. Guarde o escanee la hoja en uno de estos formatos.`,
    en: `${found === null ? 'is no picture that is known' : `is a file of the kind ${found}`}. Expected a JPEG, PNG or WebP picture. Save or scan the sheet as one of these.`,
  };
}

type SizeError = Extract<
  PictureError,
  { kind: 'too-many-bytes' | 'too-many-pixels' | 'side-too-long' | 'side-too-short' | 'too-slow' }
>;

function tooMuch(error: SizeError): LocalizedText {
  switch (error.kind) {
    case 'too-many-bytes':
      return {
        es: `el archivo tiene ${error.bytes} bytes. Se esperan ${error.most} como máximo. Escanee con menos resolución (200 ppp bastan).`,
        en: `the file has ${error.bytes} bytes. Expected at most ${error.most}. Scan at a lower resolution (200 dpi will do).`,
      };
    case 'too-many-pixels':
      return {
        es: `la imagen mide ${error.width} x ${error.height} píxeles. Se esperan ${error.most} en total como máximo. Escanee con menos resolución (200 ppp bastan).`,
        en: `the picture has ${error.width} x ${error.height} pixels. Expected at most ${error.most} in all. Scan at a lower resolution (200 dpi will do).`,
      };
    case 'side-too-long':
      return {
        es: `la imagen mide ${error.width} x ${error.height} píxeles. Se espera que ningún lado pase de ${error.most}. Envíe cada página como una imagen.`,
        en: `the picture has ${error.width} x ${error.height} pixels. Expected no side over ${error.most}. Send each page as a picture of its own.`,
      };
    case 'side-too-short':
      return {
        es: `la imagen mide ${error.width} x ${error.height} píxeles. Se esperan al menos ${error.least} en cada lado. Envíe la imagen original, no una miniatura.`,
        en: `the picture has ${error.width} x ${error.height} pixels. Expected at least ${error.least} on each side. Send the original, not a thumbnail.`,
      };
    case 'too-slow':
      return {
        es: `leer la imagen ${NAMES[error.format]} tarda más de ${error.seconds} s. Se espera una imagen corriente. Guarde una copia en JPEG y envíe esa.`,
        en: `reading the ${NAMES[error.format]} picture takes over ${error.seconds} s. Expected an ordinary picture. Save a copy as JPEG and send that.`,
      };
  }
}
