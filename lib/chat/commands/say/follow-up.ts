/** 21 回访. */
import { latestAnswer } from '../../../classes/after/rules';
import type { FollowUp } from '../../../classes/after/types';
import type { Member, TrainingClass } from '../../../classes/types';
import { ERASED_NAME } from '../../../people/erase-records';
import { guidanceName, postName } from '../../say/follow-up';
import type { Call } from '../read-call';
import type { Person } from '../which';

export const YES = '确定记回访';
export const NONE = '你这里还没有上完课的班。';
export const OUTCOMES: [string, string][] = [
  ['working', '接了，在上班'],
  ['not_working', '接了，没上班'],
  ['no_answer', '没人接'],
  ['refused', '不愿意说'],
  ['wrong_number', '号码不对'],
];
const OUTCOME_NAMES: Record<string, string> = { no_answer: '没人接', refused: '不愿意说', wrong_number: '号码不对' };
export const isOutcomeWord = (call: string): boolean => call in OUTCOME_NAMES;
const yuan = (fen: number): string => `${Math.round(fen / 100)}元`;

export function list(c: TrainingClass, month: number, members: Member[], rows: FollowUp[]): string {
  const held = new Map(rows.map((row) => [row.worker_id, row]));
  const answered = members.filter((one) => held.get(one.worker_id)?.answers[String(month)]);
  const working = members.filter((one) => latestAnswer(held.get(one.worker_id))?.working);
  const open = toCall(month, members, rows);
  // Her latest word stands until she says another.
  const earlier = working.some((one) => !answered.includes(one)) ? '（连同以前答的）' : '';
  const head = `${c.title}，满${month}个月：答了${answered.length}/${members.length}人，就业${working.length}人${earlier}`;
  const helped = wanting(members, held);
  if (open.length === 0) return [head, '都回访到了。', ...helped].join('\n');
  const lines = open.map(
    ({ one, n, calls }) => `${n} ${one.name} ${one.phone_masked}${calls > 0 ? ` 打过${calls}次` : ''}`,
  );
  return [head, '打完电话发序号和结果，像“3 在上班 6500”“3 没人接”。还没答的：', ...lines, ...helped].join('\n');
}

/** L24: each was promised that the office hears what help she wants; by her latest word, in work or not. */
function wanting(members: Member[], held: Map<string, FollowUp>): string[] {
  const lines = members.flatMap((one, i) => {
    const guidance = latestAnswer(held.get(one.worker_id))?.guidance;
    return guidance && one.name !== ERASED_NAME
      ? [`${i + 1} ${one.name} ${one.phone_masked} ${guidanceName(guidance)}`]
      : [];
  });
  return lines.length > 0 ? [`要帮忙的${lines.length}人：`, ...lines] : [];
}

/** Who has not answered for this month, with her number on the roster and how often she was called. */
export function toCall(month: number, members: Member[], rows: FollowUp[]) {
  const held = new Map(rows.map((row) => [row.worker_id, row]));
  return members
    .map((one, i) => ({ one, n: i + 1, calls: calls(held.get(one.worker_id), month) }))
    .filter(({ one }) => !held.get(one.worker_id)?.answers[String(month)] && one.name !== ERASED_NAME);
}

const calls = (row: FollowUp | undefined, month: number): number =>
  (row?.attempts ?? []).filter((attempt) => attempt.how === 'phone' && attempt.month === month).length;

export const howWasIt = (person: Person): string => `${person.name} ${person.phone_masked}，电话打得怎么样？`;
export const WHAT_SAID = '在上班还是没上班？可以带上岗位、工资，比如“在上班 技工 以前4500 现在6500”。';

export function told(call: Call): string {
  if (typeof call === 'string') return OUTCOME_NAMES[call] ?? '';
  const { working, place, employer, post_before, post, wage_before_fen, wage_after_fen, guidance } = call;
  return [
    working ? '在上班' : '没上班',
    ...(place && !employer?.includes(place) ? [place] : []),
    ...(employer ? [employer] : []),
    ...(post ? [post_before ? `${postName(post_before)}→${postName(post)}` : postName(post)] : []),
    ...(wage_before_fen !== undefined ? [`以前${yuan(wage_before_fen)}`] : []),
    ...(wage_after_fen !== undefined ? [`现在${yuan(wage_after_fen)}`] : []),
    ...(guidance ? [guidanceName(guidance)] : []),
  ].join('，');
}

export const dry = (person: Person, month: number, call: Call, unkept: string): string =>
  `记${person.name}满${month}个月的回访：${told(call)}。${unkept ? `\n没记进去的：“${unkept}”。` : ''}`;
export const recorded = (name: string, call: Call): string => `记下了：${name} ${told(call)}。`;
