/**
 * Plays an MPX for sshd's ForceCommand: `node played-appliance.mjs <state file> [prompt]`. Run with a command it
 * answers as an exec channel does; without one it is the terminal. It shares nothing with the simulator or the product:
 * its texts are captured ones where a capture exists (see libs/netscaler-cli/src/ORIGIN.md).
 */
import fs from 'node:fs';
import readline from 'node:readline';

const [stateFile, prompt = '> '] = process.argv.slice(2);
const START = {
  callhome: { email: '', days: 30, proxyMode: 'NO', address: '', port: '', service: '', mode: 'Default' },
  feature: 'ON',
  alarm: 'ENABLED',
  bootedAt: Date.now() - 3 * 86_400_000,
  changed: false,
  flash: '..',
  log: [],
};
// Read again for each command: a terminal may stay open while somebody else breaks the flash.
const load = () => (fs.existsSync(stateFile) ? JSON.parse(fs.readFileSync(stateFile, 'utf8')) : START);
let state = load();

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** @param {number} at */
function clock(at) {
  const time = new Date(at);
  const [, hms] = time.toISOString().split(/T|\./);
  return `${DAYS[time.getUTCDay()]} ${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${hms} ${time.getUTCFullYear()}`;
}

const SHOWN = {
  'show ns version': () => '\tNetScaler NS13.1: Build 49.13.nc, Date: Sep 10 2023, 00:10:23   (64-bit)\n',
  'show ns hardware': () =>
    '\tPlatform: NSMPX-22000 16*CPU+24*IX+12*E1K+2*E1K+4*CVM N3 2200100\n\tManufactured on: 12/8/2013\n\tCPU: 2900MHZ\n' +
    '\tHost Id: 1006600000\n\tSerial no: SN00000MPX\n\tEncoded serial no: SN00000MPX\n',
  'show ns config': () =>
    '\tNetScaler IP: 192.0.2.102  (mask: 255.255.255.0)\n\tNumber of MappedIP(s): 0\n\tNode: Standalone\n\n' +
    `                           System Time: ${clock(Date.now())}\n` +
    `              Last Config Changed Time: ${clock(state.bootedAt)}\n` +
    `                Last Config Saved Time: ${clock(state.bootedAt)}\n` +
    `        Config Changed since Last Saved Config: ${state.changed ? 'TRUE' : 'FALSE'}\n`,
  'show ns feature': () =>
    '\n\tFeature                        Acronym              Status\n\t-------                        -------              ------\n' +
    ' 1)\tWeb Logging                    WL                   ON\n 3)\tLoad Balancing                 LB                   ON\n' +
    ` 31)\tCall Home                      CH                   ${state.feature}\n`,
  'show callhome': () => {
    const { email, days, proxyMode, address, port, service, mode } = state.callhome;
    return (
      `\tRegistration with Citrix upload server SUCCESSFUL\n\tMode: ${mode}\n\tContact email address: ${email}\n` +
      `\tHeartbeat custom interval (days): ${days}\n\tProxy Mode: ${proxyMode}\n\tProxy IP Address: ${address}\n` +
      `\tProxy Authentication Service: ${service}\n\tProxy Port: ${port}\n\n` +
      '\tTrigger event                  State           First occurrence                Latest occurrence\n' +
      '\t-------------                  -----           ----------------                -----------------\n' +
      '  1)\tWarm boot                      Enabled         N/A                             ..\n' +
      `  2)\tCompact flash errors           Enabled         ${state.flash.padEnd(32)}${state.flash}\n` +
      '  3)\tHard disk drive errors         Enabled         ..                              ..\n' +
      '  4)\tSSL card failure               Enabled         ..                              ..\n' +
      '  5)\tPower supply unit failure      Enabled         ..                              ..\n' +
      '  6)\tRate limit drops               Enabled         ..                              ..\n' +
      '  7)\tMemory anomalies               Enabled         ..                              ..\n'
    );
  },
  'show snmp alarm CALLHOME-UPLOAD-EVENT': () =>
    '\tAlarm                    Alarm Threshold  Normal Threshold  Time     State     Severity       Logging\n' +
    '\t-----                    ---------------  ----------------  ----     -----     --------       -------\n' +
    `1)\tCALLHOME-UPLOAD-EVENT    N/A              N/A               N/A      ${state.alarm.padEnd(9)} Informational  ENABLED\n`,
  'stat system -fullValues': () =>
    `\nSystem overview\nUp since(Local)            ${clock(state.bootedAt)}\nPacket CPU usage (%)       1.20\n` +
    'Management CPU usage (%)   4.00\nInUse Memory (%)           23.45\n# CPUs                     4\n',
  'stat ssl -fullValues': () =>
    '\nSSL Summary\n\n# SSL cards present                              4\n# SSL cards UP                                   4\n    SSL engine status                              1\n',
};

/** What a line does; null if nobody knows it. @param {string} line */
function change(line) {
  const settings = state.callhome;
  if (/^(enable|disable) ns feature CH$/i.test(line)) state.feature = line.startsWith('enable') ? 'ON' : 'OFF';
  else if (/^save (ns )?config$/i.test(line)) return void (state.changed = false);
  else if (line.startsWith('set snmp alarm CALLHOME-UPLOAD-EVENT ')) state.alarm = /ENABLED|DISABLED/.exec(line)?.[0];
  else if (line.startsWith('set callhome ')) {
    const flags = line.matchAll(/-(\w+) ("[^"]*"|\S+)/g);
    for (const [, flag = '', given = ''] of flags) {
      const value = given.replace(/^"|"$/g, '');
      const field = FIELDS[flag.toLowerCase()];
      if (field === undefined) return `ERROR: No such argument [-${flag}]`;
      settings[field] = value;
    }
  } else if (line.startsWith('unset callhome ')) {
    for (const [, flag = ''] of line.matchAll(/-(\w+)/g)) {
      settings[FIELDS[flag.toLowerCase()]] = START.callhome[FIELDS[flag.toLowerCase()]];
    }
  } else return null;
  state.changed = true;
}
const FIELDS = {
  emailaddress: 'email',
  hbcustominterval: 'days',
  proxymode: 'proxyMode',
  ipaddress: 'address',
  port: 'port',
  proxyauthservice: 'service',
  mode: 'mode',
};

/** @param {string} line */
function answer(line) {
  state = load();
  state.log.push(line);
  const shown = SHOWN[line];
  if (shown !== undefined) return save(`${shown()} Done\n`);
  const refused = change(line);
  if (refused === null) return save('ERROR: No such command\n');
  return save(refused === undefined ? ' Done\n' : `${refused}\n`);
}

/** @param {string} text */
function save(text) {
  fs.writeFileSync(stateFile, JSON.stringify(state));
  return text;
}

// eslint-disable-next-line no-restricted-properties -- sshd hands the command over in the environment
const command = process.env.SSH_ORIGINAL_COMMAND;
if (command !== undefined) {
  process.stdout.write(answer(command.trim()));
} else {
  process.stdout.write(` Done\n${prompt}`);
  const lines = readline.createInterface({ input: process.stdin });
  for await (const line of lines) {
    if (/^(exit|quit)$/.test(line.trim())) break;
    process.stdout.write((line.trim() === '' ? '' : answer(line.trim())) + prompt);
  }
  process.stdout.write('Bye!\n');
}
