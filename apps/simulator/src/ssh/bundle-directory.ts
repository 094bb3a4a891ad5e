import { ADC_BUNDLE_DIRECTORY } from '../bundles/adc-bundle.js';
import { HOST_BUNDLE_DIRECTORY } from '../bundles/host-bundle.js';
import type { Appliance, StoredBundle } from '../fleet/appliance.js';

/** A path of an appliance's file system as SFTP sees it. */
export type Node =
  | { readonly kind: 'directory'; readonly names: readonly string[] }
  | { readonly kind: 'file'; readonly bundle: StoredBundle }
  | { readonly kind: 'link'; readonly bundle: StoredBundle };

/** The directory in which an appliance keeps its bundles. */
export function bundleDirectory(appliance: Appliance): string {
  return appliance.kind === 'host' ? HOST_BUNDLE_DIRECTORY : ADC_BUNDLE_DIRECTORY;
}

/** A path without dots, doubled or trailing slashes; relative ones begin at the root. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What stands at a normal path; `null` for nothing. Only the bundle directory and the way to it exist. */
export function lookUp(appliance: Appliance, path: string): Node | null {
  const directory = bundleDirectory(appliance);
  const newest = appliance.bundles.at(-1);
  const hasLink = appliance.kind === 'instance' && newest !== undefined;
  if (path === directory) {
    const names = appliance.bundles.map((bundle) => bundle.path.slice(directory.length + 1));
    return { kind: 'directory', names: hasLink ? [...names, 'support.tgz'] : names };
  }
  if (path === '/' || directory.startsWith(`${path}/`)) {
    const below = directory.slice(path === '/' ? 1 : path.length + 1);
    return { kind: 'directory', names: [below.split('/')[0] ?? ''] };
  }
  if (hasLink && path === `${directory}/support.tgz`) return { kind: 'link', bundle: newest };
  const bundle = appliance.bundles.find((candidate) => candidate.path === path);
  return bundle === undefined ? null : { kind: 'file', bundle };
}
