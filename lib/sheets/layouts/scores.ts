/** 成绩登记表: to be filled in and sent back; the assessors sign below. Pure. */
import type { Score } from '../../classes/assessment/types';
import type { Member, TrainingClass } from '../../classes/types';
import { classLines, SEXES, titleOf } from './class-lines';
import type { Layout } from './types';

const OUTCOMES = { passed: '合格', failed: '不合格', absent: '缺考' } as const;

export function scoresLayout(c: TrainingClass, members: Member[], scores: Score[]): Layout {
  const of = new Map(scores.map((score) => [score.worker_id, score]));
  const mark = (n: number | undefined) => (n === undefined ? '' : String(n));
  return {
    sheet: '成绩登记表',
    title: titleOf(c, '考核成绩登记表'),
    lines: [...classLines(c), '理论、实操各 100 分，填整数；缺考的在“结果”里写“缺考”。姓名和身份证号不要改。'],
    columns: [
      { title: '序号', width: 6 },
      { title: '姓名', width: 12 },
      { title: '性别', width: 6 },
      { title: '身份证号', width: 22 },
      { title: '理论成绩', width: 12 },
      { title: '实操成绩', width: 12 },
      { title: '结果', width: 12 },
      { title: '考生签字', width: 16 },
      { title: '备注', width: 18 },
    ],
    rows: members.map((member, i) => {
      const score = of.get(member.worker_id);
      return [
        String(i + 1),
        member.name,
        SEXES[member.sex] ?? '',
        member.id_number_masked,
        mark(score?.theory),
        mark(score?.practice),
        score ? OUTCOMES[score.outcome] : '',
        '',
        '',
      ];
    }),
    foot: [
      '考评员（签字）：　　　　　　　　　　　　　　　　　评价机构（盖章）：　　　　　　　　　　　日期：　　　年　　月　　日',
    ],
    row_pt: 24,
  };
}
