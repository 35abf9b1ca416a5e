/** The look of the report. It loads nothing from elsewhere, and prints. */
export const stylesheet = `
:root { --ink: #1c2430; --muted: #5b6675; --line: #dde3ea; --soft: #f5f7fa; --accent: #0072b2; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; }
main, header > div, footer > div { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 36px 0 30px; }
h1 { margin: 0 0 6px; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
header p { margin: 0; color: var(--muted); max-width: 75ch; }
section { padding: 34px 0 6px; }
h2 { margin: 0 0 4px; font-size: 21px; }
h3 { margin: 0 0 8px; font-size: 15px; }
h2 + .columns { margin-top: 14px; }
.comparison { margin-top: 30px; }
.share { display: inline-block; min-width: 4.2em; }
section > p { margin: 0 0 18px; color: var(--muted); max-width: 75ch; }
.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px; margin-top: 24px; }
.summary > div { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
.summary dt { color: var(--muted); font-size: 13px; }
.summary dd { margin: 0; }
.summary .value { font-size: 27px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.summary .note { color: var(--muted); font-size: 13px; }
.notes { margin: 20px 0 0; padding: 10px 16px; border-left: 3px solid #d55e00; background: #fdf3ec; }
.notes p { margin: 4px 0; color: var(--ink); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 26px 34px; align-items: start; }
figure { margin: 0; min-width: 0; }
figure > svg { display: block; margin: 0 auto; }
figcaption { color: var(--muted); font-size: 13.5px; margin-top: 6px; text-align: center; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
.scroll { overflow-x: auto; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--muted); font-size: 13px; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; padding: 6px 0 6px 10px; white-space: nowrap; }
tr.own td { font-weight: 650; }
tr.total td { border-top: 2px solid var(--line); }
.settings td:first-child { color: var(--muted); white-space: nowrap; width: 42%; }
td:first-child { white-space: nowrap; }
.settings td { overflow-wrap: anywhere; }
.bar { display: inline-block; height: 8px; border-radius: 4px; background: var(--accent); vertical-align: middle; }
.track { display: inline-block; width: 56px; height: 8px; border-radius: 4px; background: var(--line); margin-right: 10px; line-height: 0; vertical-align: middle; text-align: left; }
.traversals { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 26px 34px; margin-top: 26px; }
.traversal { display: grid; grid-template-columns: 1.5em 1fr; }
.traversal h3, .traversal .horizontal { grid-column: 2; }
.traversal img { width: 100%; display: block; background: #000; padding: 2px; border-radius: 4px; image-rendering: pixelated; }
.traversal .axis { color: var(--muted); font-size: 12.5px; display: flex; justify-content: space-between; gap: 6px; font-variant-numeric: tabular-nums; }
.traversal .horizontal { padding-top: 3px; }
.traversal .vertical { writing-mode: vertical-rl; transform: rotate(180deg); }
.examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 18px 16px; }
.example .pair { display: flex; gap: 3px; }
.example img { width: calc(50% - 1.5px); display: block; background: #000; image-rendering: pixelated; border-radius: 3px; }
.example .label { font-size: 13.5px; margin-top: 4px; font-weight: 600; }
.example .more { font-size: 12.5px; color: var(--muted); line-height: 1.35; }
.wrong .label { color: #b54a00; }
.wrong .pair { outline: 2px solid #d55e00; outline-offset: 2px; border-radius: 3px; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; overflow-x: auto; font: 13px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; margin: 0 0 16px; }
section > p.finding { color: var(--ink); font-weight: 600; }
code { font: 0.92em ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
footer { border-top: 1px solid var(--line); margin-top: 44px; padding: 18px 0 32px; color: var(--muted); font-size: 13.5px; }
@media (max-width: 600px) { main, header > div, footer > div { padding: 0 16px; } h1 { font-size: 25px; } }
@media print { section { break-inside: avoid-page; } header { background: none; } }
`;
