import { readSettings } from '../../../libs/config/src/index.js';
import { migrateDatabase } from '../../../libs/persistence/src/index.js';
import { startFailure } from './start-failure.js';

async function main(): Promise<void> {
  const run = await migrateDatabase(readSettings().databaseUrl);
  const names = run.length === 0 ? 'none, the database is up to date' : run.join(', ');
  process.stdout.write(`migrations run: ${names}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exitCode = 1;
});
