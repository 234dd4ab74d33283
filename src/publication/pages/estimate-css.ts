/**
 * The look of what is estimated: a dotted frame and a colour of its own, so that no reader takes it for a count (dashed: preliminary,
 * solid: official, double: certified). It differs by form as well as by hue.
 */
export const ESTIMATE_CSS = `:root { --est: #7a1f5c; }
@media (prefers-color-scheme: dark) { :root { --est: #f0a3d6; } }
.card.estimated { border: 2px dotted var(--est); border-top: .4rem dotted var(--est); }
.estimated-badge { margin: 0 0 .4rem; font-weight: 600; color: var(--est); text-transform: uppercase; letter-spacing: .06em; font-size: .875rem; }
.card.estimated h4 { color: var(--est); margin-top: 1rem; }
.intervals td { white-space: nowrap; }
.intervals tbody th { min-width: 7rem; }
.backtests tbody th { min-width: 9rem; font-weight: 400; }
.backtests thead th { white-space: normal; min-width: 5rem; vertical-align: bottom; }
.constants dt { margin-top: .6rem; }
.constants dd { margin: 0 0 0 1rem; }
pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .6rem 1rem; }
.chart path.est-band { fill: var(--est); fill-opacity: .16; stroke: var(--est); stroke-width: 1px; }
.chart path.est-mid { stroke: var(--est); stroke-dasharray: 1 4; stroke-linecap: round; }
.chart line.came { stroke: var(--off); stroke-width: 2.5px; }
.chart text.came { fill: var(--off); font-weight: 600; }
.key.est-band::before { height: .7rem; border: 1px solid var(--est); background: color-mix(in srgb, var(--est) 16%, transparent); }
.key.est-mid::before { border-top: 3px dotted var(--est); }
@media (forced-colors: active) { .chart path.est-band { stroke-width: 2px; } }
`;
