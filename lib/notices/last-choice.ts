/** What a label of a push stands for, typed as a word by someone who does not tap. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { noticeOf } from './write';

/** Of her newest notices that were sent: one page is more than anybody scrolls back. */
const LOOKED_AT = 100;

/**
 * What tapping this label would have sent: that of the newest push to her with such a choice, or `undefined`.
 * `whose` is her worker id, and her chat address for what came before she was registered.
 */
export async function lastChoice(world: World, whose: string[], label: string): Promise<string | undefined> {
  const pages = await Promise.all(
    whose.map((one) => world.table.query({ pk: keys.notice(one, '').pk, prefix: 'NOTICE#', limit: LOOKED_AT })),
  );
  const newest = pages
    .flatMap(({ items }) => items.map(noticeOf))
    .filter((notice) => notice.state === 'sent' && notice.choices?.some((choice) => choice.label === label))
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
  return newest?.choices?.find((choice) => choice.label === label)?.send;
}
