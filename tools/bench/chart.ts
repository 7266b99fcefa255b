/** A panel of bars, with an axis of its own. */
export interface Panel {
  readonly title: string;
  /** What the axis counts. */
  readonly axis: string;
  readonly bars: ReadonlyArray<{ readonly label: string; readonly value: number; readonly own: boolean }>;
}

const WIDTH = 760;
/** Where the bars begin, and how far the axis reaches. */
const LEFT = 150;
const REACH = WIDTH - LEFT - 80;
const ROW = 26;
const BAR = 16;
const HEAD = 44;
const FOOT = 52;

/** Bars lying on their side, as SVG that follows the reader's light or dark. */
export function chart(title: string, panels: readonly Panel[]): string {
  let top = 0;
  const drawn = panels.map((panel) => {
    const part = draw(panel, top);
    top += HEAD + panel.bars.length * ROW + FOOT;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img">`,
    `<title>${escaped(title)}</title>`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${top}"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

const STYLE = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .ground { fill: #ffffff; }
  .grid { stroke: #d1d9e0; }
  .own { fill: #0a66c2; }
  .other { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .ground { fill: #0d1117; }
    .grid { stroke: #3d444d; }
    .own { fill: #58a6ff; }
    .other { fill: #7d8590; }
  }
</style>`;

function draw({ title, axis, bars }: Panel, top: number): string {
  const step = stepOf(Math.max(...bars.map(({ value }) => value)));
  const ticks = Math.ceil(Math.max(...bars.map(({ value }) => value)) / step);
  const x = (value: number): number => round(LEFT + (value / (step * ticks)) * REACH);
  const bottom = top + HEAD + bars.length * ROW;
  const lines = [`<text class="title" x="12" y="${top + 28}">${escaped(title)}</text>`];
  for (let tick = 0; tick <= ticks; tick++) {
    const at = x(tick * step);
    lines.push(
      `<line class="grid" x1="${at}" y1="${top + HEAD - 4}" x2="${at}" y2="${bottom}"/>`,
      `<text class="small" x="${at}" y="${bottom + 14}" text-anchor="middle">${shown(tick * step)}</text>`,
    );
  }
  lines.push(
    `<text class="small" x="${LEFT + REACH / 2}" y="${bottom + 31}" text-anchor="middle">${escaped(axis)}</text>`,
  );
  for (const [n, { label, value, own }] of bars.entries()) {
    const y = top + HEAD + n * ROW;
    lines.push(
      `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${escaped(label)}</text>`,
      `<rect class="${own ? 'own' : 'other'}" x="${LEFT}" y="${y}" width="${Math.max(1, round(x(value) - LEFT))}" height="${BAR}"/>`,
      `<text x="${round(x(value) + 6)}" y="${y + 13}">${shown(value)}</text>`,
    );
  }
  return lines.join('\n');
}

/** 1, 2 or 5 times a power of ten, so that the axis has between three and seven parts. */
function stepOf(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(largest / 3));
  return [1, 2, 5, 10].map((each) => each * power).find((step) => largest / step <= 7)!;
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
