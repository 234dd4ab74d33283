import type { QrCorners } from './hints.ts';

/*
 * QR codes by what the browser has, else by zxing-wasm, which comes with the first code that is looked for: its program is ten times the
 * rest of the app.
 */

export type SeenQr = { readonly text: string; readonly corners: QrCorners };

/** Beside the page; whoever builds the app puts the file there. */
const PROGRAM = 'zxing_reader.wasm';

type Spot = { readonly x: number; readonly y: number };
type Detector = {
  detect(image: ImageData): Promise<readonly { readonly rawValue: string; readonly cornerPoints: readonly Spot[] }[]>;
};
type DetectorClass = {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};
type Reader = (image: ImageData) => Promise<SeenQr | null>;

let reader: Promise<Reader> | null = null;

/** The first QR code in a picture and where it stands; null if there is none. Rejected where neither way to read one can be had. */
export async function seeQr(image: ImageData): Promise<SeenQr | null> {
  reader ??= openReader();
  try {
    return await (await reader)(image);
  } catch (cause) {
    // A reader that broke down, or did not arrive, is fetched again the next time.
    reader = null;
    throw cause;
  }
}

/** The text of the first QR code in a picture. */
export async function readQr(image: ImageData): Promise<string | null> {
  return (await seeQr(image))?.text ?? null;
}

async function openReader(): Promise<Reader> {
  return (await builtIn()) ?? (await fromZxing());
}

async function builtIn(): Promise<Reader | null> {
  const Detectors = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Detectors === undefined || !(await Detectors.getSupportedFormats()).includes('qr_code')) return null;
  const detector = new Detectors({ formats: ['qr_code'] });
  return async (image) => {
    const [found] = await detector.detect(image);
    const [topLeft, topRight, , bottomLeft] = found?.cornerPoints ?? [];
    if (found === undefined || topLeft === undefined || topRight === undefined || bottomLeft === undefined) return null;
    return { text: found.rawValue, corners: { topLeft, topRight, bottomLeft } };
  };
}

async function fromZxing(): Promise<Reader> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const locateFile = (path: string) => new URL(path.endsWith('.wasm') ? PROGRAM : path, document.baseURI).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return async (image) => {
    const found = await readBarcodes(image, {
      formats: ['QRCode'],
      tryInvert: false,
      maxNumberOfSymbols: 1,
      textMode: 'Plain',
    });
    const first = found.find((result) => result.isValid && result.text !== '');
    if (first === undefined) return null;
    const { topLeft, topRight, bottomLeft } = first.position;
    return { text: first.text, corners: { topLeft, topRight, bottomLeft } };
  };
}
