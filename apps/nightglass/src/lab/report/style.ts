import { Markup } from './markup.ts';

/** The tokens of apps/web/src/styles/tokens.css that this page uses; a test holds them equal. */
const light = `color-scheme:light;
--page:#f6f7f9;--surface:#ffffff;--sunken:#eff1f5;--line:#dfe3ea;--text:#171a21;--text-2:#4c5463;--text-3:#646d7d;
--accent:#4150c4;--good:#0a6f53;--good-soft:#dff3ec;--warning:#84550a;--warning-soft:#fbefd9;--bad:#bd2d1c;
--bad-soft:#fde8e4;--neutral:#646d7d;--neutral-soft:#e9ecf1;`;
const dark = `color-scheme:dark;
--page:#0d1015;--surface:#141920;--sunken:#0f1319;--line:#262d38;--text:#e8ebf0;--text-2:#aab3c2;--text-3:#8993a4;
--accent:#98a7ff;--good:#4fcaa2;--good-soft:#11322a;--warning:#f0b653;--warning-soft:#38290d;--bad:#ff8a78;
--bad-soft:#421c17;--neutral:#8993a4;--neutral-soft:#232a34;`;

export const style = new Markup(`
:root{${light}
--font-text:-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;
--font-code:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.5 var(--font-text);font-variant-numeric:tabular-nums}
main{max-width:1200px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:20px;line-height:1.3;margin:0 0 4px}
h2{font-size:16px;line-height:1.4;margin:0}
p{margin:4px 0}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
code{font:12px/1.5 var(--font-code)}
.quiet{color:var(--text-2)}
.overview td:first-child{white-space:normal}
.overview th,.overview td{padding:2px 6px}
.runs{margin:16px 0;padding:0;list-style:none}
.runs li{margin:4px 0;color:var(--text-2);overflow-wrap:anywhere}
.recorded{border-left:3px solid var(--warning);padding:8px 12px;background:var(--warning-soft);margin:16px 0}
table{border-collapse:collapse;width:100%;background:var(--surface)}
th,td{height:28px;padding:2px 8px;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
th{font-size:12px;font-weight:600;color:var(--text-2);background:var(--sunken);position:sticky;top:0}
td.figure,th.figure{text-align:right}
.wide{overflow-x:auto;margin:12px 0;border:1px solid var(--line);border-radius:6px}
.wide:focus-visible{outline:2px solid var(--accent)}
.verdict{display:inline-block;border-radius:4px;padding:0 6px;font-size:12px;font-weight:600;white-space:nowrap;color:var(--neutral);background:var(--neutral-soft)}
.confirmed{color:var(--good);background:var(--good-soft)}
.refuted{color:var(--bad);background:var(--bad-soft)}
.inconclusive,.failed{color:var(--warning);background:var(--warning-soft)}
.experiment{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:16px;margin:16px 0;scroll-margin-top:8px}
.claim{max-width:90ch;margin:4px 0 12px}
.seen{display:grid;grid-template-columns:128px minmax(0,1fr);gap:4px 12px;padding:8px 0;border-top:1px solid var(--line)}
.seen p{margin:0}
.seen>div{min-width:0;overflow-wrap:anywhere}
details{margin-top:4px}
summary{cursor:pointer;color:var(--text-2);font-size:12px}
.checks{margin:4px 0;padding:0;list-style:none}
.checks li{margin:2px 0;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:0 16px;margin:8px 0;font-size:12px}
.facts div{display:flex;justify-content:space-between;gap:8px;border-bottom:1px solid var(--line);min-width:0}
.facts dt{color:var(--text-2);overflow-wrap:anywhere}.facts dd{margin:0;text-align:right;overflow-wrap:anywhere}
@media (max-width:640px){
main{padding:16px 12px 48px}
.experiment{padding:12px}
.seen{grid-template-columns:minmax(0,1fr)}
.overview thead{display:none}
.overview tr{display:flex;flex-wrap:wrap;gap:4px 8px;padding:8px;border-bottom:1px solid var(--line)}
.overview td{display:block;height:auto;border:0;padding:0;white-space:normal}
.overview td:empty{display:none}
.overview td:first-child{flex:1 0 100%}
.overview td[data-go]::before{content:attr(data-go) " ";font-size:12px;color:var(--text-2)}
}
`);
