/** The look of the console's pages, light and dark, from a phone upwards. */
export const STYLE = `
:root{--paper:#fff;--ground:#f5f6f8;--ink:#16191f;--soft:#565d6b;--line:#dcdfe5;--accent:#1f4fd8;
  --on-accent:#fff;--good:#0b6b3a;--good-bg:#dff3e7;--bad:#a3161b;--bad-bg:#fde4e4;--wait:#7a4a00;
  --wait-bg:#fdf0d5;--mute-bg:#eceef2}
@media (prefers-color-scheme:dark){
:root{--paper:#1a1d23;--ground:#111318;--ink:#eceef2;--soft:#a4abb8;--line:#333842;--accent:#8fb0ff;
  --on-accent:#0d1530;--good:#7fdca8;--good-bg:#14361f;--bad:#ffa3a3;--bad-bg:#451a1c;--wait:#f5cd86;
  --wait-bg:#40300f;--mute-bg:#2a2e37}
}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
  font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.bar{display:flex;justify-content:space-between;align-items:center;padding:12px 20px;
  background:var(--paper);border-bottom:1px solid var(--line);font-weight:600}
.bar a,.bar>span:first-child{display:flex;gap:10px;align-items:center;color:inherit;
  text-decoration:none}
.mark{width:14px;height:14px;border-radius:4px;background:var(--accent)}
.note{font-weight:500;font-size:.8125rem;color:var(--wait);background:var(--wait-bg);padding:2px 10px;
  border-radius:99px}
main{max-width:960px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:1.5rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.row{display:flex;flex-wrap:wrap;gap:12px;align-items:center;justify-content:space-between}
.search{display:flex;gap:8px;margin:16px 0}
input[type=search]{flex:1;min-width:0}
input,button,.button{font:inherit;min-height:44px;padding:8px 14px;border-radius:8px;
  border:1px solid var(--line);background:var(--paper);color:var(--ink)}
button,.button{display:inline-flex;align-items:center;justify-content:center;cursor:pointer;
  font-weight:600;text-decoration:none}
button:hover,.button:hover{border-color:var(--accent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.badge{display:inline-block;font-size:.75rem;font-weight:600;line-height:1;padding:5px 9px;
  border-radius:99px;background:var(--mute-bg);color:var(--soft);white-space:nowrap}
.badge.delivered{background:var(--good-bg);color:var(--good)}
.badge.bounced,.badge.complained{background:var(--bad-bg);color:var(--bad)}
.badge.held,.badge.delayed{background:var(--wait-bg);color:var(--wait)}
ul.list{list-style:none;margin:0;padding:0}
ul.list li+li{border-top:1px solid var(--line)}
ul.list a{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 16px;padding:14px 18px;
  color:inherit;text-decoration:none}
ul.list a:hover{background:var(--ground)}
ul.list .subject{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
ul.list .who{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
ul.list .right{text-align:right}
.empty{padding:56px 24px;text-align:center}
nav.pages{display:flex;justify-content:space-between;align-items:center;margin-top:16px}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 16px;margin:16px 0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.tabs{display:flex;gap:4px;padding:8px 8px 0;border-bottom:1px solid var(--line)}
.tabs a{padding:10px 16px;border-radius:8px 8px 0 0;color:var(--soft);text-decoration:none;
  font-weight:600}
.tabs a[aria-current]{color:var(--ink);box-shadow:inset 0 -3px var(--accent)}
iframe{display:block;width:100%;height:70vh;border:0;background:#fff}
pre{margin:0;padding:18px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
.files{display:flex;flex-wrap:wrap;gap:8px;margin:16px 0;padding:0;list-style:none}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:16px}
.pay{max-width:440px;margin:4vh auto 0}
.pay .card{padding:28px 24px}
.pay .amount{font-size:2.25rem;font-weight:700;line-height:1.1;margin:6px 0 0;
  font-variant-numeric:tabular-nums}
.pay form{display:grid;gap:10px;margin-top:8px}
.pay button{width:100%;min-height:50px}
.pay button.plain{background:none;border-color:transparent;color:var(--soft)}
.alert{border-radius:8px;padding:12px 14px;margin:0 0 18px;background:var(--bad-bg);color:var(--bad)}
.alert.good{background:var(--good-bg);color:var(--good)}
.alert.wait{background:var(--wait-bg);color:var(--wait)}
@media (max-width:560px){
main{padding:16px 12px 48px}
ul.list a{padding:12px 14px}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:8px}
.pay{margin-top:0}
}
`;
