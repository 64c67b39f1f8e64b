/** The looks of a report: one column that is read at night on a phone, and on paper. No font, image or script is loaded. */
export const style = `
:root{color-scheme:light dark;--page:#f6f7f9;--surface:#fff;--sunken:#eff1f5;--line:#dfe3ea;--text:#171a21;--soft:#4c5463;
--accent:#4150c4;--good:#0a6f53;--bad:#bd2d1c;--warn:#84550a;--normal-band:#0a6f5314;--bad-band:#bd2d1c1c}
@media (prefers-color-scheme:dark){:root{--page:#0d1015;--surface:#141920;--sunken:#0f1319;--line:#262d38;--text:#e8ebf0;
--soft:#aab3c2;--accent:#98a7ff;--good:#4fcaa2;--bad:#ff8a78;--warn:#f0b653;--normal-band:#4fcaa21f;--bad-band:#ff8a7824}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,
"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:18px;margin:36px 0 10px;padding-top:12px;border-top:1px solid var(--line)}
h3{font-size:16px;margin:20px 0 8px;overflow-wrap:anywhere}
p{margin:8px 0;overflow-wrap:anywhere}
code,pre{font:0.9em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK SC",monospace}
code{background:var(--sunken);border-radius:4px;padding:1px 4px;overflow-wrap:anywhere;white-space:pre-wrap}
pre{background:var(--sunken);border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin:8px 0;
white-space:pre-wrap;overflow-wrap:anywhere}
.lead{font-size:17px;margin:12px 0}
.verdict{display:inline-block;font-weight:600;font-size:13px;border:1px solid currentColor;border-radius:999px;padding:1px 10px}
.verdict.diagnosed{color:var(--good)}.verdict.ambiguous,.verdict.no_cause_in_telemetry{color:var(--warn)}
.verdict.insufficient_data{color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:12px 0 0;padding:0;font-size:14px}
a{color:var(--accent)}a.cite{text-decoration:none;font-size:0.85em;white-space:nowrap}a.cite:hover,a.cite:focus{text-decoration:underline}
ul{margin:8px 0;padding-left:22px}li{margin:5px 0;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(110px,190px) 1fr;gap:3px 16px;margin:8px 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:8px 0}
th{text-align:left;font-weight:600;color:var(--soft);font-size:13px}
th,td{padding:5px 16px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
td:first-child,.stack td:not(:last-child){white-space:nowrap}
.brief{font-size:14px}.brief li:target{outline:2px solid var(--accent)}
.evidence{background:var(--surface);border:1px solid var(--line);border-left:3px solid var(--good);border-radius:6px;
padding:10px 14px;margin:10px 0;display:grid;gap:0 24px;grid-template-columns:1fr;break-inside:avoid}
.evidence.contradicts{border-left:3px dashed var(--bad)}.evidence:target{outline:2px solid var(--accent)}
.evidence .tag{font-size:13px;color:var(--soft)}.evidence .tag b{color:var(--good)}.evidence.contradicts .tag b{color:var(--bad)}
.evidence .sentence{margin:4px 0 6px;font-weight:500}.evidence .caveat{color:var(--soft);margin:4px 0}
.evidence dl{font-size:13px;grid-template-columns:minmax(96px,130px) 1fr}
.evidence figure{margin:8px 0 0;max-width:520px}
@media (min-width:860px){.evidence.charted{grid-template-columns:minmax(0,1fr) 440px}.evidence.charted figure{margin:0}}
svg{display:block;width:100%;height:auto}
svg text{font:11px/1 -apple-system,"Segoe UI",Roboto,"Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif;fill:var(--soft)}
svg .grid{stroke:var(--line)}svg .normal{fill:var(--normal-band)}svg .bad{fill:var(--bad-band)}
svg .line{fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
svg .dot{fill:var(--accent)}svg .onset{stroke:var(--bad);stroke-dasharray:3 3}
@media (max-width:560px){dl,.evidence dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 6px}main{padding:16px 14px 48px}
.stack thead{display:none}.stack tr,.stack td{display:block;border:0;padding:0}.stack tr{border-bottom:1px solid var(--line);padding:6px 0}
.stack td:not(:last-child){display:inline-block;color:var(--soft);font-size:13px;padding-right:8px}}
@media print{:root{color-scheme:light;--page:#fff;--surface:#fff;--sunken:#f4f5f7;--line:#cfd4dc;--text:#000;--soft:#333;
--accent:#2a38a0;--good:#07543f;--bad:#8f2115;--warn:#5f3d06;--normal-band:#0a6f5314;--bad-band:#bd2d1c1c}
body{font-size:10.5pt}main{max-width:none;padding:0}nav{display:none}h2,h3{break-after:avoid}tr,pre{break-inside:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
  .replaceAll('\n', '')
  .trim();
