import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/** Forward only, applied in the order of their names. A published migration is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-secrets': {
    async up(db) {
      await db.schema
        .createTable('secrets')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

/** Brings the database to the newest form. The caller holds the write lock. */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
