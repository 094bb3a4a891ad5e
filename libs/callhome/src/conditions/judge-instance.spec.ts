import { describe, expect, it } from '@jest/globals';
import { PLATFORMS } from '../../../fleet/src/index.js';
import type { Platform } from '../../../fleet/src/index.js';
import { parseShowCallhome, readDeviceTime } from '../../../netscaler-cli/src/index.js';
import { judgeInstance } from './judge-instance.js';
import type { InstanceSignals } from './judge-instance.js';

const HEAD = `
        Trigger event                  State           First occurrence                Latest occurrence
        -------------                  -----           ----------------                -----------------`;
const table = (...rows: string[]) => parseShowCallhome(`${HEAD}\n${rows.join('\n')}\n Done`).triggers;
const UP_SINCE = readDeviceTime('Thu Aug 26 12:00:00 2010');
const BEFORE = '25 Aug 2010 18:22:47';
const SINCE = '27 Aug 2010 18:22:47';

const signals = (platform: Platform, rows: string[], given: Partial<InstanceSignals> = {}): InstanceSignals => ({
  platform,
  triggers: table(...rows),
  upSince: UP_SINCE,
  ...given,
});
const brief = (input: InstanceSignals) => judgeInstance(input).map(({ code, state }) => `${code} ${state}`);

describe('judgeInstance', () => {
  it('judges the whole table of an MPX', () => {
    const rows = [
      `1) Compact flash errors      Enabled  ..  ..`,
      `2) Hard disk drive errors    Enabled  ${BEFORE}  ${SINCE}`,
      `3) Power supply unit failure Enabled  ${SINCE}  ${SINCE}`,
      `4) SSL card failure          Enabled  ${BEFORE}  ${BEFORE}`,
      `5) Warm restart              Enabled  N/A  ..`,
      `6) Rate limit drops          Enabled  ..  ..`,
      `7) Memory anomalies          Disabled ..  ..`,
    ];
    const findings = judgeInstance(signals('mpx', rows));
    expect(findings.map(({ code, state, severity }) => [code, state, severity])).toEqual([
      ['compact-flash-error', 'ok', 'none'],
      ['hard-disk-error', 'active', 'critical'],
      ['power-supply-failure', 'active', 'critical'],
      ['ssl-card-failure', 'ok', 'none'],
      ['warm-restart', 'ok', 'none'],
      ['rate-limit-drop', 'ok', 'none'],
    ]);
    expect(findings[1]).toEqual({
      code: 'hard-disk-error',
      component: 'appliance',
      state: 'active',
      severity: 'critical',
      title: 'Hard disk error',
      evidence: { command: 'show callhome', line: `Hard disk drive errors: first ${BEFORE}, latest ${SINCE}` },
      affects: [],
    });
  });

  it.each<[says: string, row: string, expected: string[]]>([
    [
      'an occurrence at the very start',
      '1) Memory anomalies Enabled .. 26 Aug 2010 12:00:00',
      ['memory-anomaly active'],
    ],
    ['one a second before', '1) Memory anomalies Enabled .. 26 Aug 2010 11:59:59', ['memory-anomaly ok']],
    ['a warm restart logged just before', '1) Warm boot Enabled N/A 26 Aug 2010 11:59:00', ['warm-restart active']],
    ['a warm restart long before', '1) Warm boot Enabled N/A 26 Aug 2010 11:50:00', ['warm-restart ok']],
    ['only a first time', `1) Rate limit drops Enabled ${SINCE} N/A`, ['rate-limit-drop active']],
    ['no time that could ever be', '1) Rate limit drops Enabled N/A N/A', []],
    ['a trigger that is switched off', `1) Rate limit drops Disabled ${SINCE} ${SINCE}`, []],
    ['a trigger that does not apply', '1) Hard disk drive errors N/A N/A N/A', []],
    ['a trigger nobody knows', `1) Flux capacitor Enabled ${SINCE} ${SINCE}`, []],
  ])('judges %s', (_says, row, expected) => {
    expect(brief(signals('mpx', [row]))).toEqual(expected);
  });

  it('cannot place an occurrence without the start time, and needs none where nothing occurred', () => {
    const rows = [`1) Hard disk drive errors Enabled .. ${SINCE}`, '2) Memory anomalies Enabled .. ..'];
    expect(brief(signals('vpx', rows, { upSince: null }))).toEqual(['hard-disk-error unknown', 'memory-anomaly ok']);
  });

  const PSU = `1) Power supply unit failure Enabled ${SINCE} ${SINCE}`;
  const SSL = `2) SSL card failure Enabled ${SINCE} ${SINCE}`;
  it.each<[platform: Platform, expected: string[]]>([
    ['mpx', ['power-supply-failure active', 'ssl-card-failure active']],
    ['vpx', []],
    ['vpx-on-sdx', ['ssl-card-failure active']],
    ['sdx-host', []],
  ])('reads on %s no line about hardware that it has no access to', (platform, expected) => {
    expect(brief(signals(platform, [PSU, SSL]))).toEqual(expected);
  });

  it.each(PLATFORMS.filter((platform) => platform !== 'mpx'))('never has a power supply finding on %s', (platform) => {
    const all = [
      judgeInstance(signals(platform, [PSU])),
      judgeInstance(signals(platform, [], { triggers: { unreadable: 'failed', reason: 'timed out' } })),
    ];
    expect(all.flat().filter(({ code }) => code === 'power-supply-failure')).toEqual([]);
  });

  it.each<[says: string, given: Partial<InstanceSignals>, expected: string[]]>([
    ['all cards up', { ssl: { cardsPresent: 4, cardsUp: 4 } }, ['ssl-card-failure ok']],
    ['a card down', { ssl: { cardsPresent: 4, cardsUp: 3 } }, ['ssl-card-failure active']],
    [
      'no card, and none assigned',
      { ssl: { cardsPresent: 0, cardsUp: 0 }, assignedSslCores: 0 },
      ['ssl-card-failure not-applicable'],
    ],
    ['no card, and nobody knows of any', { ssl: { cardsPresent: 0, cardsUp: 0 } }, []],
    [
      'no card where the host assigned some',
      { ssl: { cardsPresent: 0, cardsUp: 0 }, assignedSslCores: 4 },
      ['ssl-card-failure active'],
    ],
    ['cards of unknown state', { ssl: { cardsPresent: 4, cardsUp: null } }, []],
    ['nothing read', { ssl: null }, []],
  ])('judges SSL cards of an instance: %s', (_says, given, expected) => {
    expect(brief(signals('vpx-on-sdx', [], given))).toEqual(expected);
    expect(brief(signals('vpx', [], given))).toEqual([]);
  });

  it('makes one finding of a trigger and of the cards: the worse one', () => {
    const quiet = '1) SSL card failure Enabled .. ..';
    const ssl = { cardsPresent: 4, cardsUp: 3 };
    expect(judgeInstance(signals('mpx', [quiet], { ssl })).map(({ title }) => title)).toEqual([
      'SSL card failure: 3 of 4 cards up',
    ]);
  });

  it('is unknown for all that applies when the table could not be read', () => {
    const triggers = { unreadable: 'failed', reason: 'timed out' } as const;
    const findings = judgeInstance(signals('vpx', [], { triggers }));
    expect(findings.map(({ code, state }) => `${code} ${state}`)).toEqual([
      'compact-flash-error unknown',
      'hard-disk-error unknown',
      'warm-restart unknown',
      'memory-anomaly unknown',
      'rate-limit-drop unknown',
    ]);
    expect(findings[0]?.evidence).toEqual({ command: 'show callhome', line: 'timed out' });
  });

  it('has nothing to say of a build without Call Home', () => {
    const triggers = { unreadable: 'not-supported', reason: 'No such command' } as const;
    expect(judgeInstance(signals('mpx', [], { triggers }))).toEqual([]);
  });

  const NO_TABLE = { unreadable: 'not-supported', reason: 'No such command' } as const;
  const FLASH_ROW = '1) Compact flash errors Enabled .. ..';
  it.each<[says: string, given: InstanceSignals, percent: number | null, expected: string[]]>([
    ['no table', signals('vpx', [], { triggers: NO_TABLE }), 95, ['memory-anomaly active']],
    ['no table, just below', signals('vpx', [], { triggers: NO_TABLE }), 94.99, ['memory-anomaly ok']],
    ['no table, all of it', signals('mpx', [], { triggers: NO_TABLE }), 100, ['memory-anomaly active']],
    ['no table, nothing read', signals('mpx', [], { triggers: NO_TABLE }), null, []],
    ['no table, no percentage', signals('mpx', [], { triggers: NO_TABLE }), 101, []],
    ['no table, less than nothing', signals('mpx', [], { triggers: NO_TABLE }), -1, []],
    ['no table, not a number', signals('mpx', [], { triggers: NO_TABLE }), Number.NaN, []],
    [
      'a table without the row',
      signals('vpx-on-sdx', [FLASH_ROW]),
      99,
      ['compact-flash-error ok', 'memory-anomaly active'],
    ],
    ['a row that says ok', signals('vpx', ['1) Memory anomalies Enabled .. ..']), 99, ['memory-anomaly ok']],
    ['a row that is not watched', signals('vpx', ['1) Memory anomalies Disabled .. ..']), 99, []],
    ['a row without times', signals('vpx', ['1) Memory anomalies Enabled N/A N/A']), 99, []],
    ['a host', signals('sdx-host', [], { triggers: NO_TABLE }), 99, []],
  ])('judges memory where the table does not: %s', (_says, given, memoryUsedPercent, expected) => {
    expect(brief({ ...given, memoryUsedPercent })).toEqual(expected);
  });

  it('says which figure it took, and that it is one', () => {
    expect(judgeInstance(signals('vpx', [], { triggers: NO_TABLE, memoryUsedPercent: 96.5 }))).toEqual([
      {
        code: 'memory-anomaly',
        component: 'appliance',
        source: 'statistics',
        state: 'active',
        severity: 'warning',
        title: 'Memory anomaly: 96.5 % used',
        evidence: { command: 'stat system -fullValues', line: 'InUse Memory (%): 96.5, limit 95' },
        affects: [],
      },
    ]);
  });

  it('is unknown, whatever the memory, when the table could not be read', () => {
    const triggers = { unreadable: 'failed', reason: 'timed out' } as const;
    const findings = judgeInstance(signals('vpx', [], { triggers, memoryUsedPercent: 99 }));
    expect(findings.filter(({ code }) => code === 'memory-anomaly').map(({ state }) => state)).toEqual(['unknown']);
  });

  it.each(PLATFORMS.filter((platform) => platform !== 'mpx'))(
    'has no power supply finding on %s from statistics either, and none of a printed line',
    (platform) => {
      const given = { memoryUsedPercent: 99, ssl: { cardsPresent: 4, cardsUp: 3 } };
      const all = [
        judgeInstance(signals(platform, [PSU], given)),
        judgeInstance(signals(platform, [], { ...given, triggers: NO_TABLE })),
      ];
      expect(all.flat().filter(({ code }) => code === 'power-supply-failure')).toEqual([]);
    },
  );

  it('keeps the cards, not the table, where both are well, so that a flapping card is not cleared by one reading', () => {
    const ssl = { cardsPresent: 4, cardsUp: 4 };
    expect(judgeInstance(signals('mpx', ['1) SSL card failure Enabled .. ..'], { ssl }))).toMatchObject([
      { code: 'ssl-card-failure', state: 'ok', source: 'statistics' },
    ]);
  });
});
