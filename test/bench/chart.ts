/** A report as a picture: for each row a bar for each contender, with its quartiles. Pure. */
import type { BenchReport, Figure, PartReport, RowReport } from './report.ts';

const colours: Readonly<Record<string, string>> = {
  floor: '#b8b8b8',
  teu: '#1b6ca8',
  crun: '#e0a030',
  runc: '#c0504d',
};
const ink = '#444';
const labelWidth = 150;
const barWidth = 560;
const barHeight = 9;
const rowGap = 8;
const width = labelWidth + barWidth + 70;

const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;

function bar(name: string, { ms, q1, q3 }: Figure, y: number, scale: number): string {
  const middle = y + barHeight / 2;
  const end = labelWidth + ms * scale;
  const [from, to] = [labelWidth + q1 * scale, labelWidth + q3 * scale];
  return [
    `<rect x="${labelWidth}" y="${y}" width="${(ms * scale).toFixed(1)}" height="${barHeight}" fill="${colours[name] ?? ink}"/>`,
    `<path d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}" stroke="${ink}"/>`,
    text(Math.max(end, to) + 4, y + barHeight - 1, ms.toFixed(2), 'font-size="9"'),
  ].join('');
}

function rowPicture({ row, figures }: RowReport, names: readonly string[], top: number, scale: number) {
  const own = names.filter((name) => figures[name] !== undefined);
  const bars = own.map((name, n) => bar(name, figures[name] as Figure, top + n * (barHeight + 1), scale));
  const height = own.length * (barHeight + 1);
  return {
    height: height + rowGap,
    picture: text(labelWidth - 8, top + height / 2 + 4, row, 'text-anchor="end"') + bars.join(''),
  };
}

const longest = (rows: readonly RowReport[]): number =>
  Math.max(...rows.flatMap(({ figures }) => Object.values(figures).map(({ q3, ms }) => Math.max(q3, ms))));

function partPicture(
  { part, contenders, rows }: PartReport,
  top: number,
): { picture: string; height: number } {
  const scale = barWidth / longest(rows);
  const legend = contenders.map((name, n) => {
    const x = labelWidth + 130 + n * 70;
    return `<rect x="${x}" y="${top - 9}" width="10" height="10" fill="${colours[name] ?? ink}"/>${text(x + 14, top, name)}`;
  });
  const pictures = [text(8, top, `${part}, ms`, 'font-weight="bold"'), ...legend];
  let y = top + 14;
  for (const row of rows) {
    const { picture, height } = rowPicture(row, contenders, y, scale);
    pictures.push(picture);
    y += height;
  }
  return { picture: pictures.join('\n'), height: y - top + 24 };
}

/** Times of all parts that have any. */
export function chart({ date, machine, parts }: BenchReport): string {
  const pictures: string[] = [text(8, 18, `${date}: ${machine.cpu}, Linux ${machine.kernel}`)];
  let y = 44;
  for (const part of parts.filter(({ rows }) => rows.length > 0)) {
    const { picture, height } = partPicture(part, y);
    pictures.push(picture);
    y += height;
  }
  const style = `font-family="sans-serif" font-size="11" fill="${ink}"`;
  const size = `width="${width}" height="${y}" viewBox="0 0 ${width} ${y}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${style}>\n<rect width="100%" height="100%" fill="#fff"/>\n${pictures.join('\n')}\n</svg>\n`;
}
