import { useElementSize } from '@mantine/hooks';
import type { Overview } from '../../../../libs/contract/src/index.js';
import { useClock } from '../shell/clock.js';
import { ChartPanel } from './chart-panel.js';
import { gridLines, labelEvery } from './scale.js';

type Bucket = Overview['uploads'][number];
type Series = Exclude<keyof Bucket, 'at'>;

/** Bottom to top. Neighbours differ by hatch as well as by hue. */
const SERIES: readonly { key: Series; fill: string }[] = [
  { key: 'delivered', fill: 'var(--chart-ok)' },
  { key: 'waiting', fill: 'url(#hatch-waiting)' },
  { key: 'retrying', fill: 'url(#hatch-retrying)' },
  { key: 'held', fill: 'var(--held-g)' },
  { key: 'failed', fill: 'url(#hatch-failed)' },
];

const HEIGHT = 216;
const EDGE = { top: 10, right: 8, bottom: 24, left: 40 };
const LABEL_PX = 52;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Uploads by final state per hour or day, as the API buckets them. */
export function UploadsChart({ uploads }: { uploads: readonly Bucket[] }) {
  const { format, zoneName } = useClock();
  const bucketMs = uploads.length > 1 ? Date.parse(uploads[1]?.at ?? '') - Date.parse(uploads[0]?.at ?? '') : DAY_MS;
  const isDaily = bucketMs >= DAY_MS;
  const isLong = bucketMs * uploads.length > 2 * DAY_MS;
  const label = (at: string) => format(at, isLong ? { day: 'numeric', month: 'short' } : { timeStyle: 'short' });
  const totals = SERIES.map(({ key }) => [key, uploads.reduce((sum, bucket) => sum + bucket[key], 0)] as const);
  const name = `Uploads over time: ${totals.map(([key, total]) => `${total} ${key}`).join(', ')}`;
  return (
    <ChartPanel
      title="Uploads over time"
      note={bucketWords(bucketMs)}
      legend={<Legend totals={totals} />}
      chart={<Bars uploads={uploads} name={name} label={label} />}
      table={{
        head: [`From (${zoneName})`, ...SERIES.map(({ key }) => key)],
        rows: uploads.map((bucket) => [
          format(bucket.at, {
            day: 'numeric',
            month: 'short',
            ...(isDaily ? {} : { hour: '2-digit', minute: '2-digit' }),
          }),
          ...SERIES.map(({ key }) => String(bucket[key])),
        ]),
      }}
    />
  );
}

function bucketWords(bucketMs: number): string {
  if (bucketMs >= DAY_MS) return 'per day';
  const hours = Math.max(1, Math.round(bucketMs / HOUR_MS));
  return hours === 1 ? 'per hour' : `per ${hours} hours`;
}

function Legend({ totals }: { totals: readonly (readonly [Series, number])[] }) {
  return (
    <ul className="legend">
      {SERIES.map(({ key, fill }, index) => (
        <li key={key}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect width="10" height="10" rx="2" fill={fill} stroke={key === 'waiting' ? 'var(--off-g)' : 'none'} />
          </svg>
          {key} {totals[index]?.[1].toLocaleString('en')}
        </li>
      ))}
    </ul>
  );
}

interface BarsProps {
  uploads: readonly Bucket[];
  name: string;
  label: (at: string) => string;
}

function Bars({ uploads, name, label }: BarsProps) {
  const { ref, width } = useElementSize();
  const heights = uploads.map((bucket) => SERIES.reduce((sum, { key }) => sum + bucket[key], 0));
  const lines = gridLines(Math.max(0, ...heights));
  const top = lines.at(-1) ?? 1;
  const plotWidth = Math.max(0, width - EDGE.left - EDGE.right);
  const plotHeight = HEIGHT - EDGE.top - EDGE.bottom;
  const y = (value: number) => EDGE.top + plotHeight * (1 - value / top);
  const step = plotWidth / Math.max(1, uploads.length);
  const every = labelEvery(uploads.length, plotWidth, LABEL_PX);
  return (
    <div ref={ref}>
      <svg className="chart" width="100%" height={HEIGHT} role="img" aria-label={name}>
        <Hatches />
        {lines.map((line) => (
          <g key={line}>
            <line
              className={line === 0 ? 'axis' : 'grid'}
              x1={EDGE.left}
              x2={width - EDGE.right}
              y1={y(line)}
              y2={y(line)}
            />
            <text x={EDGE.left - 8} y={y(line) + 4} textAnchor="end">
              {line.toLocaleString('en')}
            </text>
          </g>
        ))}
        {width > 0 &&
          uploads.map((bucket, index) => (
            <g key={bucket.at}>
              <Stack bucket={bucket} x={EDGE.left + index * step + step * 0.07} width={step * 0.86} y={y} />
              {index % every === 0 && (
                <text x={EDGE.left + (index + 0.5) * step} y={HEIGHT - 7} textAnchor="middle">
                  {label(bucket.at)}
                </text>
              )}
            </g>
          ))}
      </svg>
    </div>
  );
}

interface StackProps {
  bucket: Bucket;
  x: number;
  width: number;
  y: (value: number) => number;
}

function Stack({ bucket, x, width, y }: StackProps) {
  const parts = SERIES.filter(({ key }) => bucket[key] > 0);
  const from = (index: number) => parts.slice(0, index).reduce((sum, { key }) => sum + bucket[key], 0);
  return parts.map(({ key, fill }, index) => {
    const bottom = y(from(index));
    const topEdge = y(from(index) + bucket[key]);
    return (
      <rect
        key={key}
        x={x}
        width={Math.max(1, width)}
        y={topEdge}
        // A hair of panel between two parts of one bar keeps them apart without an outline.
        height={Math.max(1, bottom - topEdge - (index === 0 ? 0 : 1))}
        fill={fill}
        stroke={key === 'waiting' ? 'var(--off-g)' : 'none'}
      >
        <title>{`${bucket[key]} ${key}`}</title>
      </rect>
    );
  });
}

function Hatches() {
  const hatch = (id: string, color: string, background: string) => (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill={background} />
      <line x1="0" y1="0" x2="0" y2="5" stroke={color} strokeWidth="2.4" />
    </pattern>
  );
  return (
    <defs>
      {hatch('hatch-waiting', 'var(--off-g)', 'var(--bg-panel)')}
      {hatch('hatch-retrying', 'var(--run-bg)', 'var(--run-g)')}
      {hatch('hatch-failed', 'var(--bad-bg)', 'var(--chart-bad)')}
    </defs>
  );
}
