import type { FactsRead, Licence } from '../../../../libs/fleet/src/index.js';
import {
  adc,
  parseShellDate,
  parseShowNsCapacity,
  parseShowNsLicense,
  parseShowNsParam,
  type ParsedShowNsConfig,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { AnswerReader } from './answer-reader.js';
import { orNull } from './read-command.js';

/** Reads the licence of an instance; null where nothing of it is printed. A pooled one names its edition elsewhere. */
export async function readLicence(reader: AnswerReader): Promise<Licence | null> {
  const licence = orNull(await reader.read(adc.show.nsLicense, parseShowNsLicense));
  if (licence === null) return null;
  const { source, daysToExpiration } = licence;
  const isPooled = source === 'pooled' || source === 'central';
  const edition =
    licence.edition === null && isPooled
      ? (orNull(await reader.read(adc.show.nsCapacity, parseShowNsCapacity))?.edition ?? null)
      : licence.edition;
  if (edition === null && source === 'unknown' && daysToExpiration === null) return null;
  return { edition, source, daysToExpiration };
}

/** Reads the time zone of an instance, as printed; the offset is asked for only where no command names the zone. */
export async function readTimeZone(
  reader: AnswerReader,
  config: ParsedShowNsConfig | null,
): Promise<NonNullable<FactsRead['timeZone']> | null> {
  if (config?.timeZone != null) return config.timeZone;
  const named = orNull(await reader.read(adc.show.nsParam, parseShowNsParam))?.timeZone ?? null;
  return named ?? orNull(await reader.read(adc.show.shellDate, parseShellDate))?.utcOffset ?? null;
}
