/** What else names her: scores, certificates, follow-ups, contracts, what inspectors and reviewers wrote, what she was told. */
import { chatNoticesGone, workerNoticesGone } from '../notices/forget';
import type { World } from '../platform/world';
import type { Plan } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { unnamed } from './unnamed';

export const ERASED_NAME = '已删除';

/** A transaction takes 100. */
const AT_ONCE = 80;
/** Texts of the office in which her name may stand. */
const TEXTS = ['remarks', 'went_well', 'to_improve', 'next'] as const;

type Her = { worker_id: string; name: string; chat?: string };

/**
 * The changes after which no record of these classes, no certificate and no notice names her. Marks, hours, wages and
 * numbers stay under her pseudonymous id, as the record of public money asks (财社〔2023〕181号 §25: ten years); her name, the
 * masks, where she works now, and every free text about her go. What is clean already is left alone, so it may be asked
 * again: first in parts (`recordsErased`), and once more with her profile.
 */
export async function recordChanges(world: World, her: Her, classes: string[]): Promise<Change[]> {
  const parts = await Promise.all([
    ...classes.map((class_id) => ofClass(world, class_id, her)),
    certificatesOf(world, her.worker_id),
    workerNoticesGone(world, her.worker_id),
    her.chat ? chatNoticesGone(world, her.chat) : [],
  ]);
  return parts.flat();
}

/** The same as plans of one transaction each: every one does what is left to do then, as much as it holds. */
export async function recordsErased(
  world: World,
  her: Her,
  classes: string[],
): Promise<(() => Promise<Plan<undefined>>)[]> {
  const left = await recordChanges(world, her, classes);
  return Array.from({ length: Math.ceil(left.length / AT_ONCE) }, () => async () => ({
    changes: (await recordChanges(world, her, classes)).slice(0, AT_ONCE),
    value: undefined,
  }));
}

async function ofClass(world: World, class_id: string, her: Her): Promise<Change[]> {
  const { pk } = keys.class(class_id);
  const [[score, follow_up], contracts, inspected, [review]] = await Promise.all([
    world.table.getMany([keys.score(class_id, her.worker_id), keys.followUp(class_id, her.worker_id)], {
      consistent: true,
    }),
    all(world, pk, 'CONTRACT#'),
    all(world, pk, 'INSPECT#'),
    world.table.getMany([keys.review(class_id)], { consistent: true }),
  ]);
  return [
    ...(score ? ofScore(score) : []),
    ...(follow_up ? ofFollowUp(follow_up) : []),
    ...contracts.filter((row) => row.worker_id === her.worker_id).flatMap(ofContract),
    ...[...inspected, ...(review ? [review] : [])].flatMap((row) => ofText(row, her.name)),
  ];
}

/** Her marks stay; what she and the office said to her appeal goes. */
function ofScore(row: Item): Change[] {
  const { said: _said, reason, ...appeal } = row.appeal ?? {};
  if (row.name === ERASED_NAME && row.appeal?.said === undefined && (!reason || reason === ERASED_NAME)) return [];
  return [
    update(row, {
      name: ERASED_NAME,
      rev: row.rev + 1,
      ...(row.appeal && { appeal: { ...appeal, ...(reason && { reason: ERASED_NAME }) } }),
    }),
  ];
}

/** Whether she works, as what and for how much is counted; for whom and where no longer matters. */
function ofFollowUp(row: Item): Change[] {
  if (row.name === ERASED_NAME) return [];
  const answers = Object.entries(row.answers as Record<string, Record<string, unknown>>).map(
    ([month, { employer: _employer, place: _place, ...answer }]) => [month, answer],
  );
  const attempts = (row.attempts as Record<string, unknown>[]).map(({ note: _note, ...attempt }) => attempt);
  const set = { name: ERASED_NAME, phone_masked: '', rev: row.rev + 1, answers: Object.fromEntries(answers), attempts };
  return [update(row, set)];
}

function ofContract(row: Item): Change[] {
  if (row.name === ERASED_NAME) return [];
  return [{ ...update(row, { name: ERASED_NAME }, [{ attr: 'name', op: '=', value: row.name }]), remove: ['note'] }];
}

/** Where somebody wrote her name into a report. */
function ofText(row: Item, name: string): Change[] {
  const named = TEXTS.filter((text) => typeof row[text] === 'string' && row[text].includes(name));
  if (named.length === 0) return [];
  const set = Object.fromEntries(named.map((text) => [text, row[text].replaceAll(name, ERASED_NAME)]));
  return [
    update(
      row,
      set,
      named.map((text) => ({ attr: text, op: '=', value: row[text] })),
    ),
  ];
}

/** The certificate stays valid, and verifiable by its number; whose it was no longer stands on it. */
async function certificatesOf(world: World, worker_id: string): Promise<Change[]> {
  const listed = await all(world, keys.profile(worker_id).pk, 'CERT#');
  const rows = await world.table.getMany(
    listed.map((item) => keys.certificate(item.number)),
    { consistent: true },
  );
  return rows.flatMap((row) => {
    if (!row || row.name === ERASED_NAME) return [];
    const revoked = row.revoked && { ...row.revoked, reason: unnamed(row.revoked.reason, row.name) };
    const set = { name: ERASED_NAME, id_number_masked: '', rev: row.rev + 1, ...(revoked && { revoked }) };
    return [update(row, set)];
  });
}

type Update = Extract<Change, { kind: 'update' }>;

function update(row: Item, set: Record<string, unknown>, when?: Update['when']): Update {
  const { pk, sk } = row;
  return {
    kind: 'update',
    key: { pk, sk },
    set,
    // As it was read; otherwise whoever planned looks again.
    when: when ?? [{ attr: 'rev', op: '=', value: row.rev }],
    why: 'her name gone from a record',
  };
}

async function all(world: World, pk: string, prefix: string): Promise<Item[]> {
  const rows: Item[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, prefix, consistent: true, after });
    rows.push(...page.items);
    after = page.next;
  } while (after);
  return rows;
}
