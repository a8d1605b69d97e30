/** The report as one page that needs nothing else: no script, no font, no picture from elsewhere. Prints on A4. */
import type { Block, Sheets, Table } from './blocks.ts';
import type { Chart, Mark, Tone } from './chart.ts';

/** `api`: where the links to the API lead. */
export const pageOf = ({ title, subtitle, sections }: Sheets, api: string): string =>
  `<!doctype html>\n${String(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p class="sub">{subtitle}</p>
          {sections.map((section) => (
            <section>
              <h2>{section.title}</h2>
              {section.blocks.map((block) => drawn(block, api))}
            </section>
          ))}
        </main>
      </body>
    </html>,
  )}\n`;

const drawn = (block: Block, api: string) => {
  switch (block.block) {
    case 'lead':
      return <p class="lead">{block.text}</p>;
    case 'note':
      return <p class="note">{block.text}</p>;
    case 'link':
      return (
        <p class="more">
          <a href={api + block.path}>{block.text}</a> <code>GET {block.path}</code>
        </p>
      );
    case 'figures':
      return (
        <dl class="figures">
          {block.figures.map(({ name, value, beside }) => (
            <div>
              <dt>{name}</dt>
              <dd class="value">{value}</dd>
              <dd class="beside">{beside}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return tabled(block.table);
    default:
      return (
        <figure>
          {plotted(block.chart)}
          {block.table && (
            <details>
              <summary>{block.table.title}: the numbers</summary>
              {tabled(block.table)}
            </details>
          )}
        </figure>
      );
  }
};

const tabled = ({ title, columns, rows }: Table) => (
  <div class="wide" role="region" aria-label={title} tabindex={0}>
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr>
            <th scope="row">{name}</th>
            {cells.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** The plot stretches with the page; what is read stands around it as text at its own size. */
const plotted = ({ says, legend, marks, top, below, along }: Chart) => (
  <>
    <ul class="legend">
      {legend.map(({ tone, name }) => (
        <li>
          <svg viewBox="0 0 28 12" aria-hidden="true">
            {keyOf(tone, marks)}
          </svg>
          {name}
        </li>
      ))}
    </ul>
    <p class="axis">{top}</p>
    <svg class="plot" role="img" aria-label={says} viewBox="0 0 100 100" preserveAspectRatio="none">
      {[25, 50, 75].map((y) => (
        <path class="grid" vector-effect="non-scaling-stroke" d={`M0 ${y}H100`} />
      ))}
      {marks.map(markOf)}
      {below && (
        <path class="zero" vector-effect="non-scaling-stroke" d={`M0 ${percent(1 - below.zero)}H100`} />
      )}
    </svg>
    {below && <p class="axis">{below.bottom}</p>}
    <p class={`axis along ${along.at}`}>
      {along.names.map((name, at) => (
        <span style={along.widths && `flex-grow:${along.widths[at]}`}>{name}</span>
      ))}
    </p>
  </>
);

const markOf = (mark: Mark) => {
  if (mark.mark === 'bar')
    return (
      <rect
        class={`fill ${mark.tone}`}
        x={percent(mark.x)}
        y={percent(1 - (mark.from ?? 0) - mark.height)}
        width={percent(mark.width)}
        height={percent(mark.height)}
      />
    );
  const points = mark.points.map(([x, y]) => `${percent(x)},${percent(1 - y)}`).join(' ');
  return <polyline class={`line ${mark.tone}`} vector-effect="non-scaling-stroke" points={dotted(points)} />;
};
/** A line of one point is a dot: a cap is drawn only where something has a length. */
const dotted = (points: string): string => (points.includes(' ') ? points : `${points} ${points}`);
const keyOf = (tone: Tone, marks: readonly Mark[]) =>
  marks.some((mark) => mark.mark === 'line' && mark.tone === tone) ? (
    <path class={`line ${tone}`} d="M1 6H27" />
  ) : (
    <rect class={`fill ${tone}`} width="28" height="12" />
  );
const percent = (share: number): string => String(Math.round(share * 10_000) / 100);

const STYLE = `
:root{color-scheme:light}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#14211d;background:#fff}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-top:2px solid #0f5c4d;padding-top:.5rem}
.sub,.note,.beside{color:#4b5954}.sub{margin:.25rem 0}.lead{font-size:1.1rem;max-width:46rem}
.figures{display:grid;grid-template-columns:repeat(2,1fr);gap:.75rem;margin:1rem 0}
.figures div{background:#f3f6f4;border-radius:6px;padding:.75rem}
dt,.beside{font-size:.875rem}dd{margin:0}.value{font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
@media(min-width:40rem){.figures{grid-template-columns:repeat(3,1fr)}}
figure{margin:1rem 0}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{padding:.3rem .5rem;border-bottom:1px solid #d9dfdc;text-align:right;vertical-align:bottom;white-space:nowrap}
th[scope=row],th:first-child{text-align:left;font-weight:400;white-space:normal}thead th{font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
.legend svg{width:1.75rem;height:.75rem;margin-right:.4rem}
.plot{display:block;width:100%;height:13rem;border-left:1px solid #5b6964;border-bottom:1px solid #5b6964}
.axis{margin:.25rem 0 0;font-size:.8125rem;color:#4b5954}.along{display:flex;justify-content:space-between}
.columns span{flex:1 1 0;text-align:center}
.grid{stroke:#e4e9e6;stroke-width:1}.zero{stroke:#5b6964;stroke-width:1}
.fill.now{fill:#0f5c4d}.fill.before{fill:#a9b8b1}.fill.range{fill:#cfe0d8;stroke:#6f9a8a;vector-effect:non-scaling-stroke}
.line{fill:none;stroke-width:2.5;stroke-linecap:round}.line.now{stroke:#0f5c4d}.line.best{stroke:#a86a00;stroke-dasharray:7 5}
details{margin:.5rem 0}summary{cursor:pointer;padding:.5rem 0}
code{font-size:.8125rem;color:#4b5954;overflow-wrap:anywhere}.more{margin:.25rem 0}a{color:#0f5c4d}
@media print{main{max-width:none;padding:0}section{break-inside:avoid}h2{break-after:avoid}.more{display:none}
details::details-content{content-visibility:visible;block-size:auto}details>summary{list-style:none}}
@page{size:A4;margin:16mm}
`.replaceAll('\n', '');
