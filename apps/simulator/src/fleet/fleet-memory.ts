import { readFile, rename, writeFile } from 'node:fs/promises';
import { SimulatorError } from '../simulator-error.js';
import type { Appliance, FrozenParts } from './appliance.js';
import type { Fleet } from './fleet.js';

type Saved = Record<string, unknown>;

const INSTANCE_KEYS = [
  'halted',
  'engineStartedAt',
  'running',
  'saved',
  'changedAt',
  'savedAt',
  'events',
  'registration',
  'role',
  'cardsFailed',
  'syncState',
  'propagationMs',
  'memoryPercent',
] as const;
const SHARED_KEYS = ['build', 'bootedAt', 'down', 'latencyMs', 'bundleBytes'] as const;

/** Keeps the changeable state of a fleet in one file, so that the next start continues. */
export class FleetMemory {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly fleet: Fleet,
  ) {}

  /**
   * Puts back what the file holds about appliances of the same name; others keep their fresh state.
   *
   * @throws {SimulatorError} STATE_UNREADABLE - when the file is there but is not what {@link save} wrote
   */
  async restore(): Promise<void> {
    const text = await this.read();
    if (text === null) return;
    let saved: Record<string, Saved>;
    try {
      saved = JSON.parse(text) as Record<string, Saved>;
    } catch (cause) {
      throw new SimulatorError('STATE_UNREADABLE', `${this.file} is damaged; remove it to begin anew.`, { cause });
    }
    for (const appliance of this.fleet.appliances()) {
      const entry = saved[appliance.name];
      if (entry !== undefined) apply(appliance, entry);
    }
  }

  private async read(): Promise<string | null> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new SimulatorError('STATE_UNREADABLE', `${this.file} cannot be read; check its owner.`, { cause });
    }
  }

  /** Writes the file anew. Calls queue up, and each leaves a whole file behind. */
  save(): Promise<void> {
    this.writing = this.writing
      .catch(() => undefined)
      .then(async () => {
        const entries = Array.from(
          this.fleet.appliances(),
          (appliance) => [appliance.name, snapshot(appliance)] as const,
        );
        await writeFile(`${this.file}.new`, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
        await rename(`${this.file}.new`, this.file);
      });
    return this.writing;
  }
}

function snapshot(appliance: Appliance): Saved {
  const saved: Saved = {};
  for (const key of SHARED_KEYS) saved[key] = appliance[key];
  if (appliance.kind === 'instance') {
    for (const key of INSTANCE_KEYS) saved[key] = appliance[key];
    saved['powerSupplies'] = appliance.powerSupplies;
  } else {
    saved['drives'] = appliance.drives.map((drive) => drive.state);
    saved['powerSupplies'] = appliance.powerSupplies;
    saved['chipsFailed'] = appliance.chipsFailed;
    saved['frozen'] = appliance.frozen;
  }
  return saved;
}

function apply(appliance: Appliance, saved: Saved): void {
  const keys: readonly string[] = appliance.kind === 'instance' ? [...SHARED_KEYS, ...INSTANCE_KEYS] : SHARED_KEYS;
  for (const key of keys) if (key in saved) Object.assign(appliance, { [key]: saved[key] });
  const supplies = Array.isArray(saved['powerSupplies']) ? (saved['powerSupplies'] as unknown[]) : [];
  appliance.powerSupplies.forEach(
    (_, at) => (appliance.powerSupplies[at] = supplies[at] === 'failed' ? 'failed' : 'ok'),
  );
  if (appliance.kind === 'instance') return;
  const drives = Array.isArray(saved['drives']) ? (saved['drives'] as unknown[]) : [];
  appliance.drives.forEach((drive, position) => (drive.state = drives[position] === 'failed' ? 'failed' : 'ok'));
  appliance.chipsFailed = typeof saved['chipsFailed'] === 'number' ? saved['chipsFailed'] : 0;
  appliance.frozen = typeof saved['frozen'] === 'object' ? (saved['frozen'] as FrozenParts | null) : null;
}
