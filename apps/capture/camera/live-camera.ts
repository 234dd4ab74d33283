import { err, ok, type Result } from '../../../src/base/result.ts';

/** Why there is no picture: not allowed, no camera, or another app has it. */
export type CameraFault = { readonly kind: 'refused' | 'none' | 'busy' };

/** The rear camera at the best that it gives: at 2560 pixels an A4 page has 8 to the millimetre. */
const WANTED: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 2560 },
  height: { ideal: 1920 },
};

/** Asks for the camera; the browser asks the person, once. */
export async function openCamera(): Promise<Result<MediaStream, CameraFault>> {
  // No camera at all in a page that came without TLS.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return err({ kind: 'none' });
  try {
    return ok(await devices.getUserMedia({ video: WANTED, audio: false }));
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return err({ kind: 'refused' });
    return err({ kind: name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none' });
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

type TorchTrack = MediaTrackCapabilities & { readonly torch?: boolean };

/** Whether the phone's lamp can be lit while the camera runs. */
export function hasLamp(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  return track !== undefined && 'getCapabilities' in track && (track.getCapabilities() as TorchTrack).torch === true;
}

/** Lights the lamp or puts it out; some phones say that they can, and cannot. */
export async function setLamp(stream: MediaStream, on: boolean): Promise<void> {
  await stream
    .getVideoTracks()[0]
    ?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
    .catch(() => undefined);
}

/** A look may take a third of the time at most: the rest is for the picture on the screen, and for the battery. */
const REST = 2;

/** Looks again and again, with so many milliseconds between, more where looking is slow; gives the function that ends it. */
export function everyWhile(pauseMs: number, look: () => Promise<void>): () => void {
  let [timer, over] = [0, false];
  const again = async () => {
    const begun = performance.now();
    if (!document.hidden) await look();
    if (!over) timer = window.setTimeout(again, Math.max(pauseMs, REST * (performance.now() - begun)));
  };
  timer = window.setTimeout(again, pauseMs);
  return () => {
    over = true;
    window.clearTimeout(timer);
  };
}

/** Below this the still camera is asked for a picture of its own, which takes it a second or two. */
const VIDEO_IS_ENOUGH = 1800;
const QUALITY = 0.92;

type StillCamera = { takePhoto(): Promise<Blob> };
type StillCameraClass = new (track: MediaStreamTrack) => StillCamera;

/** One picture as good as the phone gives it quickly: the frame that was on the screen, or a still where the video is small. */
export async function takePicture(stream: MediaStream, video: HTMLVideoElement): Promise<Blob | null> {
  const Still = (globalThis as { ImageCapture?: StillCameraClass }).ImageCapture;
  const track = stream.getVideoTracks()[0];
  if (Math.max(video.videoWidth, video.videoHeight) < VIDEO_IS_ENOUGH && Still !== undefined && track !== undefined) {
    const still = await new Still(track).takePhoto().catch(() => null);
    if (still !== null) return still;
  }
  return frameOf(video);
}

function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}
