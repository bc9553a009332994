import { type CreateTableBuilder, type Kysely, PostgresAdapter, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/** Forward only, applied in the order of their names. A published migration is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-secrets': {
    async up(db) {
      const text = textOf(db);
      await db.schema
        .createTable('secrets')
        .addColumn('name', text, (column) => column.primaryKey().notNull())
        .addColumn('value', text, (column) => column.notNull())
        .execute();
    },
  },
  '0002-readers-and-sales': {
    async up(db) {
      const text = textOf(db);
      await createTable(db, 'leases', 'name! owner expires_at');
      await createTable(db, 'limits', 'key! since count# expires_at');
      await createTable(
        db,
        'outbox',
        'key! kind recipient? subject? text? html? created_at attempts# next_attempt_at? sent_at?',
      );
      await createTable(db, 'jobs', 'name! ran_at');

      await createTable(db, 'readers', 'id! address created_at signed_in_at?');
      await createTable(db, 'links', 'token_hash! kind address subject next? created_at expires_at');
      await createTable(db, 'sessions', 'id_hash! handle reader_id> device created_at seen_at expires_at');
      await createTable(db, 'grants', 'id! reader_id> until reason granted_at');
      await createTable(db, 'private_feeds', 'id! reader_id> token_hash created_at');

      await createTable(db, 'prices', 'lookup_key! price_id amount_cents# currency period read_at');
      await createTable(db, 'terms', 'version! text first_seen_at');
      await createTable(
        db,
        'orders',
        'id! browser_hash reader_id? offer_id price_id amount_cents# currency period terms_version created_at' +
          ' checkout_session_id? checkout_url? subscription_id? claimed_address? paid_at? claimed_at?',
      );
      await createTable(db, 'customers', 'id! reader_id? claimed_address?');
      await createTable(
        db,
        'subscriptions',
        'id! customer_id reader_id? order_id? status price_id amount_cents# currency period started_at period_start' +
          ' period_end cancels_at_period_end# ends_at? past_due_since? is_reversed# latest_invoice_id? synced_at',
      );
      await createTable(db, 'stripe_events', 'id! type received_at done_at?');
      await createTable(
        db,
        'declarations',
        'id! kind name address contract reader_id? declared_at takes_effect_at outcome? settled_at? subscription_id?' +
          ' ends_at? refund_id?',
      );
      await db.schema
        .createTable('reminders')
        .addColumn('subscription_id', text, (column) => column.notNull())
        .addColumn('period_end', text, (column) => column.notNull())
        .addColumn('queued_at', text, (column) => column.notNull())
        .addColumn('mail_key', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('reminders_pk', ['subscription_id', 'period_end'])
        .execute();

      await createIndexes(db, 'unique', {
        readers: ['address'],
        links: ['kind, address, subject'],
        sessions: ['handle'],
        private_feeds: ['reader_id', 'token_hash'],
        orders: ['browser_hash', 'checkout_session_id'],
      });
      await createIndexes(db, 'plain', {
        links: ['expires_at'],
        limits: ['expires_at'],
        sessions: ['reader_id', 'expires_at'],
        grants: ['reader_id'],
        outbox: ['next_attempt_at'],
        orders: ['subscription_id', 'claimed_address', 'reader_id', 'created_at'],
        customers: ['reader_id', 'claimed_address'],
        subscriptions: ['reader_id', 'customer_id', 'order_id', 'period_end'],
        stripe_events: ['received_at'],
        declarations: ['outcome, takes_effect_at', 'address'],
      });
    },
  },
};

/** Texts are compared byte by byte on both engines: PostgreSQL would compare them by the language of the server. */
function textOf(db: Kysely<unknown>) {
  return db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : 'text';
}

/** Columns by name: `!` primary key, `?` may be null, `#` a whole number, `>` a reader's id that goes with its reader. */
async function createTable(db: Kysely<unknown>, table: string, columns: string): Promise<void> {
  const text = textOf(db);
  let creating: CreateTableBuilder<string, string> = db.schema.createTable(table);
  for (const column of columns.split(' ')) {
    const name = column.replace(/\W$/, '');
    creating = creating.addColumn(name, column.endsWith('#') ? 'integer' : text, (built) => {
      if (column.endsWith('!')) return built.primaryKey().notNull();
      if (column.endsWith('?')) return built;
      return column.endsWith('>') ? built.notNull().references('readers.id').onDelete('cascade') : built.notNull();
    });
  }
  await creating.execute();
}

async function createIndexes(
  db: Kysely<unknown>,
  kind: 'plain' | 'unique',
  indexes: Record<string, string[]>,
): Promise<void> {
  for (const [table, keys] of Object.entries(indexes)) {
    for (const key of keys) {
      const name = `${table}_by_${key.replaceAll(', ', '_')}`;
      const columns = sql.join(key.split(', ').map((column) => sql.ref(column)));
      await sql`create ${sql.raw(kind === 'unique' ? 'unique ' : '')}index ${sql.ref(name)} on ${sql.table(table)} (${columns})`.execute(
        db,
      );
    }
  }
}

/** Brings the database to the newest form. On SQLite the caller holds the write lock; PostgreSQL's is taken here. */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
