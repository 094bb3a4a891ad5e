import { describe, expect, it } from '@jest/globals';
import { buildScenarioFleet } from './build-scenario-fleet.js';
import { EVENT_NAMES } from './event-table.js';
import { parseScenario, readScenario } from './read-scenario.js';
import { scenarioHelp } from './scenario-help.js';

const PLACE = { network: '127.20', port: 2222, latencyMs: 0 };

/** The message of the refusal. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code} ${message}`;
  }
  return 'accepted';
}

describe('parseScenario', () => {
  it.each([
    [
      'an unknown part',
      { boxes: [] },
      /the file: knows no "boxes"; it takes defaults, hosts, mpx, vpx, pairs, clusters, events$/,
    ],
    ['an unknown key', { hosts: [{ nme: 'a' }] }, /hosts\[0\]: knows no "nme"; it takes name, serial, build/],
    ['an unknown word', { vpx: [{ license: 'free' }] }, /vpx\[0\]\.license: takes local, express, pooled, central$/],
    ['an unknown model', { hosts: [{ model: '1' }] }, /hosts\[0\]\.model: takes 14040, 15040-50G/],
    [
      'a number out of range',
      { hosts: [{ instanceCount: 101 }] },
      /instanceCount: takes a whole number from 0 to 100$/,
    ],
    ['a build that is none', { mpx: [{ build: 'new' }] }, /mpx\[0\]\.build: takes a build such as 13\.1-53\.17$/],
    ['a word where true or false is wanted', { vpx: [{ down: 'no' }] }, /vpx\[0\]\.down: takes true or false$/],
    [
      'an unknown event',
      { events: [{ at: '1s', do: 'burn', on: 'a' }] },
      /events\[0\]\.do: takes fail-drive, mend-drive/,
    ],
    [
      'a time without a unit',
      { events: [{ at: '1', do: 'reboot', on: 'a' }] },
      /events\[0\]\.at: takes a time after the start/,
    ],
    [
      'an event that lacks a part',
      { events: [{ at: '1s', do: 'fail-drive', on: 'a' }] },
      /events\[0\]\.slot: takes a whole/,
    ],
    ['a fault of no kind', { vpx: [{ faults: [{ kind: 'rain' }] }] }, /vpx\[0\]\.faults\[0\]\.kind: /],
    [
      'one node in two pairs',
      { pairs: [{ primary: 'a', secondary: 'a' }] },
      /pairs\[0\]\.secondary: a is already named in pairs\[0\]\.primary$/,
    ],
    ['no object', [], /the file: /],
  ])('refuses %s at its place', (_what, given, message) => {
    const text = refusal(() => parseScenario(JSON.stringify(given), 'x.yaml'));
    expect(text).toMatch(/^BAD_OPTION x\.yaml is no scenario:\n/);
    expect(text).toMatch(message);
  });

  it('refuses what is not YAML, and says where', () => {
    expect(refusal(() => parseScenario('hosts:\n  - name: "a', 'x.yaml'))).toMatch(
      /^BAD_OPTION x\.yaml is not YAML: .*line 2/,
    );
  });

  it('refuses a file that is not there', async () => {
    await expect(readScenario('/nowhere/x.yaml')).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  it('takes lines of comment, and leaves a # inside a text alone', () => {
    const text =
      '# a network\n{\n  # its only part\n  "vpx": [{ "callhome": { "emailAddress": "#1@example.com" } }]\n}\n';
    expect(parseScenario(text, 'x.yaml').vpx?.[0]?.callhome?.emailAddress).toBe('#1@example.com');
  });

  it('tells five mistakes and counts the rest', () => {
    const vpx = Array.from({ length: 8 }, () => ({ license: 'free' }));
    const text = refusal(() => parseScenario(JSON.stringify({ vpx }), 'x.yaml'));
    expect(text.match(/vpx\[\d\]\.license/g)).toHaveLength(5);
    expect(text).toContain('and 3 more');
  });
});

describe('buildScenarioFleet', () => {
  it.each([
    ['nothing at all', {}, 'the scenario has no appliance'],
    ['two of one name', { vpx: [{ name: 'a' }, { name: 'a' }] }, 'vpx[1].name: a is there already'],
    [
      'a pair of nobody',
      { vpx: [{ name: 'a' }], pairs: [{ primary: 'a', secondary: 'b' }] },
      'pairs[0].secondary: no instance',
    ],
    [
      'a host in a cluster',
      { hosts: [{ name: 'a' }], clusters: [{ name: 'c', nodes: ['a'] }] },
      'clusters[0].nodes[0]: no instance',
    ],
    [
      'an event of nobody',
      { vpx: [{}], events: [{ at: '1s', do: 'reboot', on: 'b' }] },
      'events[0].on: no appliance is named b',
    ],
    [
      'a slot that is not there',
      { hosts: [{ model: '8920', failedDrives: [1] }] },
      'hosts[0].failedDrives: model 8920 has no slot 1',
    ],
    [
      'more chips than fitted',
      { hosts: [{ model: '8920', failedChips: 5 }] },
      'hosts[0].failedChips: model 8920 has 4 chips',
    ],
    [
      'a supply that is not there',
      { mpx: [{ model: '8900', failedSupplies: [3] }] },
      'mpx[0].failedSupplies: there is no supply 3',
    ],
    ['more cards than fitted', { mpx: [{ model: '8900', failedCards: 2 }] }, 'mpx[0].failedCards: it has 1 cards'],
  ])('refuses %s', (_what, given, message) => {
    const scenario = parseScenario(JSON.stringify(given), 'x.yaml');
    expect(refusal(() => buildScenarioFleet(scenario, PLACE, 0))).toContain(`BAD_OPTION The scenario is wrong at `);
    expect(refusal(() => buildScenarioFleet(scenario, PLACE, 0)).replace('at hosts: ', '')).toContain(message);
  });

  it('gives every appliance an address, a name and a serial of its own', () => {
    const given = {
      hosts: [{ instanceCount: 3 }, { instances: [{}, {}] }],
      mpx: [{}, {}],
      vpx: [{ name: 'a' }, { name: 'b' }],
      clusters: [{ name: 'c', nodes: ['a', 'b'] }],
    };
    const { hosts, standalone } = buildScenarioFleet(parseScenario(JSON.stringify(given), 'x'), PLACE, 0);
    const all = [...hosts.flatMap((host) => [host, ...host.instances]), ...standalone];
    for (const key of ['name', 'address', 'serial'] as const) {
      expect(new Set(all.map((appliance) => appliance[key])).size).toBe(12);
    }
    expect(standalone.map(({ address }) => address)).toEqual([11, 12, 13, 14, 15].map((last) => `127.20.3.${last}`));
  });
});

describe('scenarioHelp', () => {
  it('names every event, and no line is too wide to read', () => {
    const help = scenarioHelp();
    for (const name of EVENT_NAMES) expect(help).toContain(name);
    expect(help.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
