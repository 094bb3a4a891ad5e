import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './create-metrics.js';

describe('createMetrics', () => {
  it('prints counters, gauges and histograms with the prefix, the labels and the process', async () => {
    const metrics = createMetrics('worker');
    metrics.counter({ name: 'uploads_total', help: 'Uploads.', labels: ['outcome'] }).inc({ outcome: 'accepted' });
    metrics.gauge({ name: 'backlog', help: 'Waiting.' }).set(7);
    metrics.histogram({ name: 'sweep_seconds', help: 'Sweep.', buckets: [1, 5] }).observe(2);
    const text = await metrics.text();
    expect(text).toContain('sdx_uploads_total{outcome="accepted",process="worker"} 1');
    expect(text).toContain('sdx_backlog{process="worker"} 7');
    expect(text).toContain('sdx_sweep_seconds_bucket{le="5",process="worker"} 1');
    expect(text).toContain('process_resident_memory_bytes{process="worker"}');
    expect(metrics.contentType).toMatch(/^text\/plain/);
  });

  it('keeps two processes apart', async () => {
    const controller = createMetrics('controller');
    createMetrics('worker').counter({ name: 'sweeps_total', help: 'Sweeps.' }).inc();
    expect(await controller.text()).not.toContain('sdx_sweeps_total');
  });
});
