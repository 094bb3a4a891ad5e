import { ADC_BUNDLE_DIRECTORY, adcBundle } from '../bundles/adc-bundle.js';
import { done, refused, type Answer } from './answer.js';
import type { AdcCall } from './adc-call.js';

const SCOPES = ['node', 'cluster', 'partition'];

/** Progress of the collector, in the words of a captured run. `%v` is the release and `%a` the address. */
const PROGRESS = [
  '\nshowtechsupport data collector tool - $Revision$!',
  'NetScaler version %v',
  'Creating /var/tmp/support ....',
  'The NS IP of this box is %a',
  'This is not HA configuration',
  'Copying selected configuration files ....',
  'Running shell commands ....',
  'Running CLI show commands ....',
  'Collecting ns running configuration....',
  'Collecting running gslb configuration....',
  'Running CLI stat commands ....',
  'Running vtysh commands ....',
  'Copying newnslog files ....',
  'Copying core files from /var/crash .... ',
  'Copying messages, ns.log, dmesg and other log files ....',
  'Creating archive ....',
] as const;

/** `show techsupport`: writes a bundle while it prints its progress, and says at the end where it lies. */
export async function showTechSupport({ context, words, progress }: AdcCall): Promise<Answer> {
  const mistake = argumentMistake(words.map((word) => word.text));
  if (mistake !== null) return refused(mistake);
  const { instance, bundles } = context;
  bundles.begin(instance);
  for (const line of PROGRESS) {
    if (line.startsWith('This is not HA') && instance.peer !== null) continue;
    progress(`${line.replace('%v', instance.build.split('-')[0] ?? '').replace('%a', instance.address)}\n`);
    await bundles.pause(PROGRESS.length);
  }
  const now = context.now();
  const bundle = await bundles.write(instance, adcBundle(instance, now), now);
  return done(`${ADC_BUNDLE_DIRECTORY}/support.tgz  ---- points to ---> ${bundle.path}\n\n`);
}

/** An appliance here reaches no vendor, so the upload arguments are refused like on a box without that right. */
function argumentMistake(words: readonly string[]): string | null {
  for (let at = 0; at < words.length; at += 2) {
    const flag = (words[at] ?? '').toLowerCase();
    if (flag === '-upload') return 'Operation not permitted';
    if (flag !== '-scope' && flag !== '-time') return `No such argument [${words[at]}]`;
    const value = words[at + 1];
    if (value === undefined) return `Required argument value missing [${flag.slice(1)}]`;
    if (flag === '-scope' && !SCOPES.includes(value.toLowerCase())) return 'Invalid argument value [scope]';
  }
  return null;
}
