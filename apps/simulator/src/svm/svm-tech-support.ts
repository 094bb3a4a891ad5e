import { HOST_BUNDLE_DIRECTORY, hostBundle, type HostBundleRequest } from '../bundles/host-bundle.js';
import { fields, renderRecords } from './render-records.js';
import type { SvmCall, SvmContext } from './svm-call.js';

interface BundleMode {
  readonly action: string;
  readonly mode: string;
  readonly contents: 'svm' | 'xen' | 'both';
  readonly withInstances: boolean;
}

/** The actions of `do techsupport` and the mode each shows in the list. */
const MODE_TABLE: readonly BundleMode[] = [
  { action: 'ManagementService', mode: 'Management Service', contents: 'svm', withInstances: false },
  { action: 'XenServer', mode: 'XenServer', contents: 'xen', withInstances: false },
  { action: 'ManagementServiceAndXen', mode: 'Appliance', contents: 'both', withInstances: false },
  { action: 'ManagementServiceIncludingInstances', mode: 'Instances', contents: 'svm', withInstances: true },
  { action: 'ApplianceIncludingInstances', mode: 'Appliance_full', contents: 'both', withInstances: true },
];

/** `show techsupport [file_name=]`: the bundles that are ready */
export function showBundles({ context, values }: SvmCall): string {
  const wanted = values['file_name'];
  const rows = context.host.bundles
    .map((bundle) => ({ ...bundle, name: bundle.path.slice(HOST_BUNDLE_DIRECTORY.length + 1) }))
    .filter((bundle) => wanted === undefined || bundle.name === wanted)
    .map((bundle) =>
      fields(
        ['File Name', 'file_name', bundle.name],
        ['File Size', 'file_size', bundle.bytes],
        ['Last Modified', 'file_last_modified', new Date(bundle.createdAt).toUTCString()],
        ['Mode', 'mode', bundle.mode],
      ),
    );
  return renderRecords({ records: rows, layout: 'list', style: context.host.traits.style ?? context.style });
}

/**
 * `do techsupport ACTION`: accepts the order and returns at once; the file joins the list when it is written.
 *
 * @returns the mistake, or `null` when the order was accepted
 */
export function orderBundle({ context, values }: SvmCall, action: string): string | null {
  const row = MODE_TABLE.find((candidate) => candidate.action.toLowerCase() === action.toLowerCase());
  if (row === undefined) return 'Invalid command';
  const fileName = values['file_name'] ?? defaultName(context);
  if (!/^[\w.-]{1,120}$/.test(fileName) || fileName.startsWith('.')) return 'Invalid value for file_name';
  const request: HostBundleRequest = {
    fileName,
    mode: row.mode,
    withManagementService: row.contents !== 'xen',
    withXenServer: row.contents !== 'svm',
    instances: row.withInstances ? chosenInstances(context, values['vpx_list_for_techsupport']) : [],
  };
  context.bundles.begin(context.host);
  void writeLater(context, request);
  return null;
}

/** `delete techsupport file_name=`; the mistake, or `null` when the file is gone */
export async function deleteBundle({ context, values }: SvmCall): Promise<string | null> {
  const name = values['file_name'];
  if (name === undefined) return 'Required argument file_name is missing';
  const removed = await context.bundles.remove(context.host, `${HOST_BUNDLE_DIRECTORY}/${name}`);
  return removed ? null : `No such resource [file_name, ${name}]`;
}

async function writeLater(context: SvmContext, request: HostBundleRequest): Promise<void> {
  try {
    await context.bundles.pause(1);
    const now = context.now();
    await context.bundles.write(context.host, hostBundle(context.host, request, now), now);
  } catch (error) {
    // Nobody waits for this any more, so the reason goes where a person looks.
    process.stderr.write(`bundle of ${context.host.name} was not written: ${String(error)}\n`);
  }
}

function defaultName({ host, now }: SvmContext): string {
  const stamp = new Date(now()).toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
  return `SDX_${host.serial}_${stamp}.tgz`;
}

function chosenInstances({ host }: SvmContext, list: string | undefined): string[] {
  return list === undefined ? host.instances.map((instance) => instance.address) : list.split(',');
}
