import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SweepsBySite1764000000009 implements MigrationInterface {
  name = 'SweepsBySite1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sweep ADD COLUMN site text');
    await runner.query('CREATE INDEX sweep_unfinished ON sweep (created_at) WHERE finished_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sweep_unfinished');
    await runner.query('ALTER TABLE sweep DROP COLUMN site');
  }
}
