import type { Mail } from '../mail/mail.ts';
import { instantOf } from '../time.ts';
import { endAtPeriodEnd, withdrawFrom } from './changes.ts';
import type { SalesSettings } from './context.ts';
import { contractsOf, type DeclarationKind, type DeclarationRow } from './declaration.ts';
import { cancelledMail, takenBackMail, tooLateMail, withdrawnMail, withoutContractMail } from './leaving-mails.ts';
import { failureOf } from './stripe.ts';
import { withdrawalEndsAt } from './withdrawal-period.ts';

/** What became of the choice that the mailed link offers. */
export interface SettledChoice {
  kind: DeclarationKind;
  /** False when Stripe did not answer: it is tried again. */
  isDone: boolean;
}

interface Settlement {
  outcome: NonNullable<DeclarationRow['outcome']>;
  mail: Mail;
  subscription_id?: string;
  ends_at?: string;
  refund_id?: string | null;
}

const MINUTE = 60_000;
const RETRY_MS = 5 * MINUTE;
/** A debit takes days to arrive: it is paid back once it has. */
const PENDING_MS = 60 * MINUTE;

/**
 * Confirms a declaration, or takes it back while it waits; `null` when there is no such declaration. What takes longer than
 * `within` waits goes on by itself.
 */
export async function settleChoice(
  settings: SalesSettings,
  { id, choice }: { id: string; choice: 'confirmed' | 'taken-back' },
  within: <T>(task: Promise<T>) => Promise<T>,
  now: Date,
): Promise<SettledChoice | null> {
  const row = await rowOf(settings, id);
  if (row === undefined) return null;
  const { kind } = row;
  if (choice === 'taken-back') {
    const isDone = await settings.database.withLock(lockOf(id), async () => {
      return finish(settings, row, { outcome: 'taken-back', mail: takenBackMail(row) }, now);
    });
    return { kind, isDone };
  }
  await postpone(settings, id, now);
  return { kind, isDone: await within(trySettle(settings, id, now)).catch(() => false) };
}

/** Gives effect to the declarations whose time has come. */
export async function settleDue(settings: SalesSettings, now: Date): Promise<void> {
  const due = await settings.database.query
    .selectFrom('declarations')
    .select('id')
    .where('outcome', 'is', null)
    .where('takes_effect_at', '<=', instantOf(now))
    .orderBy('takes_effect_at')
    .execute();
  for (const { id } of due) await trySettle(settings, id, now);
}

/** False when Stripe did not answer, or when a debit is on its way: it is tried again. */
export async function trySettle(settings: SalesSettings, id: string, now: Date): Promise<boolean> {
  try {
    return await settings.database.withLock(lockOf(id), async () => {
      const row = await rowOf(settings, id);
      if (row === undefined || row.outcome !== null) return true;
      const settlement = await settle(settings, row, now);
      if (settlement !== null) return finish(settings, row, settlement, now);
      await postpone(settings, id, new Date(now.getTime() + PENDING_MS));
      return false;
    });
  } catch (error) {
    settings.log.error(
      { ...failureOf(error), declaration: id },
      'a declaration could not take effect: it is tried again',
    );
    await postpone(settings, id, new Date(now.getTime() + RETRY_MS));
    return false;
  }
}

/** Does at Stripe what was declared; `null` while a payment that has to be paid back is still on its way. */
async function settle(settings: SalesSettings, row: DeclarationRow, now: Date): Promise<Settlement | null> {
  const contracts = await contractsOf(settings.database.query, row);
  const [newest] = contracts;
  if (newest === undefined) return { outcome: 'without-contract', mail: withoutContractMail(row) };
  if (row.kind === 'cancellation') {
    const ends = await inTurn(contracts, ({ id }) => endAtPeriodEnd(settings, id, now));
    const endsAt = ends.toSorted().at(-1) ?? newest.period_end;
    return { outcome: 'done', mail: cancelledMail(settings, endsAt), subscription_id: newest.id, ends_at: endsAt };
  }
  const inTime = contracts.filter(({ started_at }) => row.declared_at < withdrawalEndsAt(started_at));
  if (inTime.length === 0) {
    const mail = tooLateMail(settings, withdrawalEndsAt(newest.started_at));
    return { outcome: 'too-late', mail, subscription_id: newest.id };
  }
  const done = await inTurn(inTime, ({ id }) => withdrawFrom(settings, id, now));
  if (done.some(({ isPaymentPending }) => isPaymentPending)) return null;
  const refundedCents = done.reduce((sum, one) => sum + one.refundedCents, 0);
  return {
    outcome: 'done',
    mail: withdrawnMail(refundedCents, newest.currency),
    subscription_id: newest.id,
    ends_at: done[0]?.endedAt ?? instantOf(now),
    refund_id: done.find(({ refundId }) => refundId !== null)?.refundId ?? null,
  };
}

async function inTurn<T, R>(things: readonly T[], task: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const thing of things) results.push(await task(thing));
  return results;
}

/** Writes down what became of a declaration, and tells it by mail, once. */
async function finish(
  { database, outbox }: SalesSettings,
  row: DeclarationRow,
  { mail, ...settled }: Settlement,
  now: Date,
): Promise<boolean> {
  return database.query.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('declarations')
      .set({ ...settled, settled_at: instantOf(now) })
      .where('id', '=', row.id)
      .where('outcome', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const key = `declaration-settled:${row.id}`;
    if (row.address !== '')
      await outbox.queue(transaction, { key, kind: 'declaration-settled', to: row.address, mail }, now);
    return true;
  });
}

async function postpone({ database }: SalesSettings, id: string, until: Date): Promise<void> {
  await database.query
    .updateTable('declarations')
    .set({ takes_effect_at: instantOf(until) })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .execute();
}

function rowOf({ database }: SalesSettings, id: string): Promise<DeclarationRow | undefined> {
  return database.query.selectFrom('declarations').selectAll().where('id', '=', id).executeTakeFirst();
}

function lockOf(id: string): string {
  return `declaration:${id}`;
}
