/** 名单, in words. */
import type { InLine, Member, TrainingClass } from '../../../classes/types';
import { spokenMoment } from '../../../platform/spoken';

export function list(c: TrainingClass, members: Member[], line: InLine[]): string {
  const head = `${c.class_id} ${c.title} ${members.length}/${c.capacity}人`;
  const rows = members.map((one, i) => `${i + 1} ${one.name} ${one.phone_masked}`);
  const waiting = line.map(
    (one, i) =>
      `候补${i + 1} ${one.name} ${one.phone_masked}${one.status === 'offered' && one.offered_until ? `（名额留到${spokenMoment(one.offered_until)}）` : ''}`,
  );
  return [head, ...(rows.length > 0 ? rows : ['还没有人报名。']), ...waiting].join('\n');
}
