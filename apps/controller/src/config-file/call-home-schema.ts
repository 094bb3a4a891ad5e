import { z } from 'zod';
import { SETTINGS, SETTING_KEYS } from '../../../../libs/callhome/src/index.js';
import { callHomeFileSchema } from '../../../../libs/contract/src/index.js';

/** The JSON Schema of Call Home files, for editors and for checks before a file is sent. */
export function callHomeJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(callHomeFileSchema, { io: 'input', unrepresentable: 'any' });
  describeSettings(schema);
  return { ...schema, title: 'Call Home file of SDX Fleet Controller' };
}

// What a key is for and what it may be is known to the domain alone.
function describeSettings(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const properties = 'properties' in node && isRecord(node.properties) ? node.properties : {};
  if (SETTING_KEYS.every((key) => key in properties)) {
    for (const key of SETTING_KEYS) {
      const property = properties[key];
      const { type, range, defaultMeans } = SETTINGS[key];
      if (isRecord(property)) property.description = `${type} ${capital(range)}. default: ${defaultMeans}.`;
    }
    return;
  }
  for (const child of Object.values(node)) describeSettings(child);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
