import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

/** What every metric says about itself. `name` is without the `sdx_` prefix; units end the name (`_seconds`, `_bytes`). */
export interface MetricAbout<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

/** The metrics of one process, apart from those of any other in the same memory (specs run several). */
export interface Metrics {
  counter<L extends string = never>(about: MetricAbout<L>): Counter<L>;
  gauge<L extends string = never>(about: MetricAbout<L>): Gauge<L>;
  /** `buckets` are upper bounds in the unit of the name, rising. */
  histogram<L extends string = never>(about: MetricAbout<L> & { readonly buckets: readonly number[] }): Histogram<L>;
  /** The whole registry in the text form Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Makes the metrics of one process, Node's own (memory, event loop delay, garbage collection) included. */
export function createMetrics(process: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
  function options<L extends string>({ name, help, labels = [] }: MetricAbout<L>) {
    return { name: `sdx_${name}`, help, labelNames: labels, registers: [registry] };
  }
  return {
    counter: (about) => new Counter(options(about)),
    gauge: (about) => new Gauge(options(about)),
    histogram: (about) => new Histogram({ ...options(about), buckets: [...about.buckets] }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
