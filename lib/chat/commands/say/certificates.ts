/** 20 证书. */
import type { Preview } from '../../../classes/certificates/issue-task';
import { KIND_NAMES } from '../../../classes/certificates/say';
import type { Certificate } from '../../../classes/certificates/types';
import type { TrainingClass } from '../../../classes/types';
import { BEHIND_MORE, inFull, named, tooMany } from './names';
import { refusedText } from './refusals';

export const YES = '确定发证';
export const NONE = '你这里没有上完课的班。';

const valid = (issued: Certificate[]) => issued.filter((one) => one.state === 'valid');

function withoutOne(preview: Preview, issued: Certificate[]): string[] {
  const have = new Set(valid(issued).map((one) => one.worker_id));
  return preview.not.filter((one) => !have.has(one.worker_id)).map((one) => `× ${one.name}：${why(one.refusal)}`);
}

const WHY: Record<string, string> = {
  score_unknown: '没有成绩',
  not_passed: '没有合格',
  appeal_open: '申诉还没结果',
  results_not_published: '补考的成绩还没公布',
};
const why = (refusal: Preview['not'][number]['refusal']): string => {
  if (refusal.refused === 'not_assessable') return `出勤${refusal.facts?.percent}%，要${refusal.facts?.percent_min}%`;
  if (refusal.refused === 'certificate_issued') return `发过了：${refusal.facts?.number}`;
  return WHY[refusal.refused] ?? refusedText(refusal);
};

export function dry(c: TrainingClass, preview: Preview, issued: Certificate[]): string {
  const names = namesOf(preview);
  const already = valid(issued).length;
  return [
    `给“${c.title}”发证，${names.length}人${named(names)}`,
    ...(already > 0 ? [`发过的：${already}人`] : []),
    ...withoutOne(preview, issued),
    `本人都会收到。发错了，十分钟里回“撤销”。${tooMany(names) ? BEHIND_MORE : ''}`,
  ].join('\n');
}

const namesOf = (preview: Preview): string[] => preview.get.map((one) => one.name);
export const everyone = (preview: Preview): string | undefined => inFull('发证', namesOf(preview));

export function list(c: TrainingClass, issued: Certificate[], preview: Preview): string {
  const rows = issued.map((one) => `${one.name} ${one.number}${one.state === 'valid' ? '' : ' 已撤销'}`);
  const [first] = issued;
  const head = first ? `${c.title}：${KIND_NAMES[first.kind]}${valid(issued).length}张` : `${c.title}：还没有发证`;
  return [head, ...rows, ...withoutOne(preview, issued)].join('\n');
}

export const started = (c: TrainingClass, n: number): string => `开始给“${c.title}”发证，${n}人，几秒里办完。`;
export const undoLabel = (c: TrainingClass): string => `“${c.title}”的发证`;
export const RECALLED_BEFORE = '这批证书已经撤回过了。';
export const RECALLED = '在撤回，发出的证书都会显示已撤销。';
