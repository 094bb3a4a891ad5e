import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowCallhome } from './parse-show-callhome.js';

describe('parseShowCallhome', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowCallhome(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show callhome', line: 1, message } };
    expect(() => parseShowCallhome(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowCallhome('Cluster mode: ON').unrecognised).toEqual(['Cluster mode: ON']);
  });

  it.each([
    ['E-mail address configured:a@example.com', { emailAddress: 'a@example.com', shown: ['emailAddress'] }],
    ['Email Address : a@example.com', { emailAddress: 'a@example.com', shown: ['emailAddress'] }],
    ['Contact email address:', { emailAddress: null, shown: ['emailAddress'] }],
    ['HB Custom Interval: 12', { heartbeatIntervalDays: 12, shown: ['heartbeatIntervalDays'] }],
    ['Heartbeat custom interval (days): 5 days', { heartbeatIntervalDays: 5, shown: ['heartbeatIntervalDays'] }],
    ['Proxy mode: no', { proxyMode: 'NO', mode: null, shown: ['proxy'] }],
    ['ProxyMode: YES', { proxyMode: 'YES', mode: null, shown: ['proxy'] }],
    ['Mode: Connector', { mode: 'Connector', proxyMode: null, shown: ['mode'] }],
    ['Proxy server IP address: 2001:db8::1', { proxyAddress: '2001:db8::1', shown: ['proxy'] }],
    ['IP Address: 192.0.2.1', { proxyAddress: '192.0.2.1', shown: ['proxy'] }],
    ['Proxy Auth Service: svc a', { proxyService: 'svc a', shown: ['proxy'] }],
    ['Port: 80', { proxyPort: 80, shown: ['proxy'] }],
    ['Proxy Port: *', { proxyPort: 65_535, shown: ['proxy'] }],
    ['Proxy IP Address: N/A', { proxyAddress: null, shown: ['proxy'] }],
  ])('reads "%s"', (line, expected) => {
    expect(parseShowCallhome(line)).toMatchObject({ ...expected, unrecognised: [] });
  });

  it.each([
    ['Heartbeat custom interval (days): weekly', 'heartbeatIntervalDays', ['heartbeatIntervalDays']],
    ['Proxy Mode: perhaps', 'proxyMode', ['proxy']],
    ['Proxy Port: http', 'proxyPort', ['proxy']],
  ])('shows but does not guess "%s"', (line, key, shown) => {
    expect(parseShowCallhome(line)).toMatchObject({ [key]: null, shown, unrecognised: [line] });
  });

  it.each([
    ['Registration with Citrix upload server SUCCESSFUL', ['SUCCESSFUL']],
    ['Registration with NetScaler upload server failed', ['FAILED']],
    ['Callhome status: ENABLED, SUCCESSFUL', ['ENABLED', 'SUCCESSFUL']],
    ['Registration with Citrix upload server NO DNSSERVER', ['NO DNSSERVER']],
    ['Registration with Citrix upload server INVALID HOSTNAME', ['INVALID HOSTNAME']],
    ['Registration with Citrix upload server HOSTNAME RESOLUTION FAILED', ['HOSTNAME RESOLUTION FAILED']],
  ])('reads the words of "%s"', (line, registration) => {
    expect(parseShowCallhome(line)).toMatchObject({ registration, unrecognised: [] });
  });

  it.each([
    'Registration with Citrix upload server UNSUCCESSFUL',
    'Registration with Citrix upload server NOT SUCCESSFUL',
  ])('does not take "%s" for a success', (line) => {
    expect(parseShowCallhome(line)).toMatchObject({ registration: [], unrecognised: [line] });
  });

  it.each([
    ['9) Hard disk drive errors Enabled .. ..', 'hard-disk'],
    ['1)\tFlash errors\tEnabled\t..\t..', 'compact-flash'],
    ['1) Power supply unit failure Enabled .. ..', 'power-supply'],
    ['1) Crypto SSL card failure Enabled .. ..', 'ssl-card'],
    ['1) Warm restart Enabled .. ..', 'warm-restart'],
    ['1) Rate limit drops Enabled .. ..', 'rate-limit'],
    ['1) Memory anomalies Enabled .. ..', 'memory'],
    ['1) Temperature sensor Enabled .. ..', 'other'],
  ])('names the event of "%s"', (line, event) => {
    expect(parseShowCallhome(line).triggers).toEqual([expect.objectContaining({ event, first: 'never' })]);
  });

  it.each([
    '1) SSL card failure Enabled 31 Feb 2024 00:00:00 ..',
    '1) SSL card failure Perhaps .. ..',
    '1) SSL card failure Enabled ..',
  ])('keeps the row "%s" unread', (line) => {
    expect(parseShowCallhome(line)).toMatchObject({ triggers: [], unrecognised: [line] });
  });
});
