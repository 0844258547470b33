/** 13 成绩. */
import { marksSaid } from '../../../classes/assessment/say';
import type { Assessment, Score } from '../../../classes/assessment/types';
import type { Member, TrainingClass } from '../../../classes/types';
import type { Refusal } from '../../../platform/refusal';
import { spokenMoment } from '../../../platform/spoken';
import { refusedText } from './refusals';

const OUTCOMES = { passed: '合格', failed: '不合格', absent: '缺考' };
const NAMED_MAX = 30;

export const YES = '确定登分';
export const YES_PUBLISH = '确定公布';
export const YES_CONFIRM = '确定维持原分';
export const YES_CHANGE = '确定改分';
export const NONE = '你这里没有上完课、等着考试的班。';
const short = (score: Score): string => (score.outcome === 'absent' ? '缺考' : `${score.theory} ${score.practice}`);

export function list(c: TrainingClass, a: Assessment, members: Member[], scores: Score[]): string {
  const held = new Map(scores.map((score) => [score.worker_id, score]));
  const rows = members.map((member, i) => {
    const score = held.get(member.worker_id);
    return `${i + 1} ${member.name}${score ? ` ${short(score)}` : ''}`;
  });
  const head = `${c.class_id} ${c.title}\n${spokenMoment(a.at)}，${a.pass_mark}分及格，登了${scores.length}/${members.length}人`;
  return `${head}\n${rows.join('\n')}\n发“序号 理论 实操”，比如“3 85 90”，一人一行；没来的写“3 缺考”。`;
}

export const nothingRead = (lost: string[]): string =>
  lost.length > 0
    ? `名单里没有：${lost.slice(0, NAMED_MAX).join('、')}。\n发序号最稳，比如“3 85 90”。`
    : '没看懂分数：每人要理论、实操两个分。一人一行：“3 85 90”，前面序号，后面理论、实操。';

/** A line that stands for nobody, or for several. */
export const notOne = (who: number | string, same: number): string =>
  same > 1 ? `${who}（${same}人同名，用序号）` : String(who);

export function dry(
  entered: Score[],
  before: (Score | undefined)[],
  out: { name: string; refusal: Refusal }[],
  { lost, unread }: { lost: string[]; unread: string[] },
): string {
  const rows = entered.map((score, i) => {
    const was = before[i] ? `（原来${short(before[i])}）` : '';
    const marks = score.outcome === 'absent' ? '' : `${marksSaid(score)} `;
    return `${score.name} ${marks}${OUTCOMES[score.outcome]}${was}`;
  });
  return [
    entered.length > 0 ? `要登${entered.length}人：${countsOf(entered)}` : '一个都登不上：',
    ...out.map(({ name, refusal }) => `× ${name}：${refusedText(refusal)}`),
    ...(lost.length > 0 ? [`× 没找到：${lost.slice(0, NAMED_MAX).join('、')}`] : []),
    ...(unread.length > 0 ? [`× 没看懂：${unread.slice(0, NAMED_MAX).join('、')}`] : []),
    ...rows,
  ].join('\n');
}

function countsOf(entered: Score[]): string {
  const counted = (['passed', 'failed', 'absent'] as const).map((outcome): [string, number] => [
    OUTCOMES[outcome],
    entered.filter((score) => score.outcome === outcome).length,
  ]);
  return counted.flatMap(([name, n]) => (n > 0 ? [`${name}${n}人`] : [])).join('，');
}

export const entered = (scores: Score[]): string =>
  `登好了，${scores.length}人：合格${scores.filter((score) => score.outcome === 'passed').length}人。公布前都能改。`;
export const undoLabel = (n: number): string => `登的${n}人成绩`;
export const takenBack = (n: number): string => `撤回了，${n}人的成绩改回原样。`;

type Counts = { passed: number; failed: number; absent: number; not_assessable: number };
export const dryPublish = (c: TrainingClass, n: Counts): string =>
  `公布“${c.title}”的成绩：合格${n.passed}人，不合格${n.failed}人，缺考${n.absent}人${
    n.not_assessable > 0 ? `，出勤不够、不能发证的${n.not_assessable}人` : ''
  }。\n考了的和缺考的，有微信的都会收到；公布了不能撤。`;
export const published = (n: Counts): string => `公布了，合格${n.passed}人。正在一个一个通知。`;

const RESIT = '请主管部门再安排一次考试，给他们补考。';

export function results(scores: Score[], waiting: { name: string }[]): string {
  const passed = scores.filter((score) => score.outcome === 'passed').length;
  const rows = scores.map((score) => `${score.name} ${marksSaid(score)} ${OUTCOMES[score.outcome]}`);
  const names = waiting.slice(0, NAMED_MAX).map((one) => one.name);
  const late = waiting.length > 0 ? [`出勤够了、没考的${waiting.length}人：${names.join('、')}。${RESIT}`] : [];
  return [`成绩已公布：合格${passed}/${scores.length}人`, ...rows, ...late].join('\n');
}
export const appeals = (scores: Score[], open: Score[], next?: Assessment): string => {
  const passed = scores.filter((score) => score.outcome === 'passed').length;
  const marks = next ? '\n登补考的分，直接发“3 85 90”，一人一行。' : '';
  return `成绩已公布，合格${passed}/${scores.length}人。\n有${open.length}人申诉，处理哪个？${marks}`;
};
export const appealOf = (score: Score): string => `${score.name} ${short(score)}`;
export const whyDecide = (score: Score): string =>
  `${score.name}：${marksSaid(score)}${score.appeal?.said ? `\n她说：${score.appeal.said}` : ''}\n重新打分：发“62 70 理由”。维持原分：只发理由。`;
export const dryDecide = (score: Score, data: { theory?: number; practice?: number; reason: string }): string =>
  `${score.name}：${
    data.theory === undefined ? `维持${marksSaid(score)}` : `改成理论${data.theory}分，实操${data.practice}分`
  }。\n理由：${data.reason}\n会告诉本人，不能再改。`;
export const decided = (score: Score): string =>
  `处理好了：${score.name} ${marksSaid(score)} ${OUTCOMES[score.outcome]}。`;
