import { h, type VNode } from './view.ts';

/** What scanners want around a code (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code out of its rows (1 is dark), dark on white whatever the colours of the screen. */
export function QrCode({ rows, label }: { readonly rows: readonly string[]; readonly label: string }): VNode {
  const side = rows.length + 2 * QUIET;
  return h('svg', { class: 'qr', viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label }, [
    h('rect', { width: side, height: side, fill: '#fff' }),
    h('path', { d: qrPath(rows), fill: '#000', 'shape-rendering': 'crispEdges' }),
  ]);
}

/** One stroke for every run of dark modules. */
export function qrPath(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');
}
