/**
 * The one style sheet. The two counts differ by hue and by form (dashed frame and hollow bars, solid frame and solid
 * bars; a double frame all round where it is certified), so that no reader depends on colour. Every text colour has at least 4.5 : 1 on its ground, light and dark.
 */
export const SITE_CSS = `:root {
  color-scheme: light dark;
  --ground: #f7f6f2; --card: #fff; --ink: #1d1f21; --soft: #55595e; --line: #d8d5cc; --track: #eae8e1;
  --link: #1a4f8b; --pre: #93480b; --off: #17507f; --warn: #8f1d14; --warn-ground: #fdf0ee; --test: #4d2a74;
  --mark: #fff3c9; --cert: #1d5c33;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --card: #1d2024; --ink: #e9e7e2; --soft: #aeb2b8; --line: #3a3f45; --track: #2c3035;
    --link: #8ebdf2; --pre: #f0ab6b; --off: #86bdf0; --warn: #ffab9f; --warn-ground: #34201d; --test: #cfb0f5;
    --mark: #463c17; --cert: #8fd6a4;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word; }
.top, main, footer, #live { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
.top { display: flex; gap: .5rem 1.5rem; align-items: baseline; flex-wrap: wrap; padding-top: .75rem; font-size: .9375rem; }
.top nav { flex: 1 1 16rem; }
.top .lang { margin-left: auto; }
nav ol, nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav ol { gap: .25rem .5rem; }
nav ol li + li::before { content: "›"; color: var(--soft); margin-right: .5rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100vw; background: var(--card); padding: .75rem 1rem; z-index: 1; }
.skip:focus { left: 0; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1, h2 { font-family: ui-serif, "Iowan Old Style", Palatino, "Palatino Linotype", Georgia, "Noto Serif", serif; font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.4rem); margin: .75rem 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: clamp(1.3rem, 1.1rem + 1vw, 1.7rem); margin: 2rem 0 .5rem; }
h3 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 0 0 .25rem; }
h5 { font-size: .9375rem; margin: 1rem 0 .25rem; }
p { margin: .4rem 0; max-width: 70ch; text-wrap: pretty; }
ul, ol { padding-left: 1.25rem; margin: .4rem 0; }
li { margin: .25rem 0; }
small { font-size: .875em; font-weight: 400; color: var(--soft); }
.runner { color: var(--soft); margin: 0 0 .75rem; }
.runner::first-letter { text-transform: uppercase; }
.note, .fresh { color: var(--soft); font-size: .9375rem; }
.banner { max-width: none; margin: 0; padding: .5rem 1rem; text-align: center; font-weight: 600; color: var(--test); background: var(--card); border-bottom: 2px solid currentColor; }
.alert, #live p { background: var(--warn-ground); border-left: .3rem solid var(--warn); padding: .75rem 1rem; margin: 1rem 0; max-width: none; }
.alert h2 { margin-top: 0; color: var(--warn); }
p.alert { font-weight: 600; }
#live p { color: var(--warn); font-weight: 600; }
#live p.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); padding: 0; margin: 0; }
.pair { display: grid; gap: 1rem; align-items: start; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 52rem) { .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
section > .pair:first-child { margin-top: 1.5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-top: .25rem solid var(--line); border-radius: .25rem; padding: .9rem 1rem 1rem; min-width: 0; }
.card.preliminary { border-top: .25rem dashed var(--pre); }
.card.official { border-top: .25rem solid var(--off); }
.card.preliminary h4, th.preliminary { color: var(--pre); }
.card.official h4, th.official { color: var(--off); }
.card.certified { border: 3px double var(--cert); border-top: .5rem double var(--cert); }
.card.certified h4, .seal { color: var(--cert); }
.seal { font-weight: 600; }
.card h3 { margin-top: 0; }
.card h2 { margin-top: 0; font-size: 1.25rem; }
.card h4 { font-size: 1.0625rem; }
.missing, .lead { font-size: 1.0625rem; }
.effect, .outcome { font-weight: 600; }
.rule { font-size: 1.0625rem; max-width: 75ch; }
ul.where { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
b, td { font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th:first-child, thead td:first-child { text-align: left; padding-left: 0; }
tr > :last-child { padding-right: 0; }
thead th { vertical-align: bottom; font-size: .875rem; line-height: 1.3; }
tbody th { font-weight: 400; }
.votes td { white-space: nowrap; }
.votes tbody th { width: 62%; }
.sums th, .sums td { color: var(--soft); padding-top: .2rem; padding-bottom: .2rem; border-bottom: 0; }
.sums tr:first-child > * { padding-top: .6rem; }
.bar { display: block; width: 100%; height: .5rem; margin: .2rem 0; background: var(--track); border-radius: 1px; }
.bar rect { height: 100%; }
.preliminary .bar rect { fill: var(--card); stroke: var(--pre); stroke-width: 3px; }
.official .bar rect { fill: var(--off); }
.card.certified .bar rect { fill: var(--cert); }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .5rem 1rem; }
.wide td { white-space: nowrap; }
.areas thead th { min-width: 4rem; max-width: 9rem; }
@media (max-width: 30rem) { .wide { padding: .25rem .6rem; } .wide th, .wide td { padding-left: .3rem; padding-right: .3rem; } .sheet, .card { padding-left: .8rem; padding-right: .8rem; } }
.areas thead [scope=colgroup], .both thead [scope=colgroup] { text-align: left; border-left: 2px dashed var(--pre); }
.areas thead .official[scope=colgroup], .both thead .official[scope=colgroup] { border-left: 2px solid var(--off); }
.areas tbody th { min-width: 8rem; }
tbody tr:hover > * { background: var(--track); }
details { margin: .75rem 0; }
summary { cursor: pointer; padding: .35rem 0; color: var(--link); }
.sheets { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); align-items: start; }
.sheet { background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .75rem 1rem; min-width: 0; scroll-margin-top: 1rem; }
.sheet:target { outline: 3px solid var(--link); }
.sheet h3 { margin: 0; }
.sheet h4 { margin-top: .75rem; }
.sheet ol { font-size: .875rem; }
.boxes th, .boxes td { padding-top: .2rem; padding-bottom: .2rem; }
.boxes th small { display: block; }
.boxes .d > * { background: var(--mark); }
.boxes em { font-style: normal; font-weight: 600; white-space: nowrap; }
table.refused { max-width: 36rem; }
.gone { text-decoration: line-through; }
.worded th, .worded td { text-align: left; }
.worded td { white-space: normal; min-width: 8rem; }
.trail > summary { font-weight: 600; }
.papers { list-style: none; padding: 0; font-size: .9375rem; }
.picture { display: block; max-width: 20rem; margin: .35rem 0; }
.picture img { display: block; width: 100%; height: auto; min-height: 6rem; background: var(--track); border: 1px solid var(--line); }
.beside { display: flex; gap: .5rem; }
.framed { flex: 1 1 0; min-width: 0; margin: .35rem 0; }
.framed > span { display: block; position: relative; }
.framed .count { font-weight: 600; }
.framed .preliminary { color: var(--pre); }
.framed .official { color: var(--off); }
.framed svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.framed rect { fill: none; stroke: #b3261e; stroke-width: 3px; vector-effect: non-scaling-stroke; }
.framed.picture img { min-height: 0; }
.collated tbody th { min-width: 9rem; white-space: normal; }
.collated tbody small { display: block; }
.collated td.changes, .collated td.why { text-align: left; white-space: normal; min-width: 13rem; }
.collated td.changes { min-width: 18rem; }
@media (max-width: 30rem) { .collated tbody th { min-width: 6.5rem; } .collated td.changes { min-width: 11rem; } }
.collated .one { white-space: nowrap; position: relative; }
.collated thead th:nth-child(2), .collated thead th:nth-child(5) { text-align: left; }
.word { font-style: italic; color: var(--soft); }
.hint { font-weight: 600; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .75rem 1rem; }
figcaption { font-size: .9375rem; color: var(--soft); }
.chart { display: block; overflow: visible; }
.chart text { paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; fill: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.chart path { fill: none; stroke-width: 2.5px; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.chart path.preliminary { stroke: var(--pre); stroke-dasharray: 5 2; }
.chart path.official { stroke: var(--off); }
.chart line { stroke: var(--line); }
.chart line.zero { stroke: var(--soft); }
.chart line.rule { stroke: var(--ink); stroke-dasharray: 2 4; }
.chart text.rule { fill: var(--ink); font-weight: 600; }
.chart rect.gap { fill: var(--track); }
.chart text.gap { fill: var(--warn); font-weight: 600; }
.key::before { content: ""; display: inline-block; width: 1.75rem; height: 0; margin-right: .4rem; vertical-align: middle; border-top: 3px solid var(--off); }
.key.preliminary::before { border-top: 3px dashed var(--pre); }
.key { white-space: nowrap; margin-right: 1rem; color: var(--ink); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .25rem; padding: .75rem 1rem; overflow-x: auto; font-size: .9375rem; }
footer { margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line); font-size: .9375rem; }
.choice { padding-top: 2rem; }
#find { margin-top: 1.25rem; }
#find label { display: block; font-weight: 600; }
#query { display: block; width: 100%; max-width: 36rem; margin: .35rem 0; padding: .65rem .75rem; font: inherit; font-size: 1.125rem; color: inherit; background: var(--card); border: 2px solid var(--soft); border-radius: .25rem; }
#said { margin-top: 1rem; font-weight: 600; }
#found { list-style: none; padding: 0; margin: .5rem 0; max-width: 48rem; }
#found li { margin: 0; border-bottom: 1px solid var(--line); }
#found a { display: block; padding: .6rem 0; text-decoration: none; }
#found b, #found span, #found small { display: block; }
#found b { text-decoration: underline; }
#found span { color: var(--ink); }
@media print { .skip, .lang, #live { display: none; } .card, .sheet, figure { break-inside: avoid; } }
`;
