/** 实名制花名册: in the columns and order offices file (domain.md, People). Pure. */
import type { Member, TrainingClass } from '../../classes/types';
import { classLines, LEVELS, SEXES, SIGNED, titleOf } from './class-lines';
import type { Layout } from './types';

/** What a roster's row needs of a person; numbers masked, or in full for whoever may. */
export interface RosterPerson extends Pick<Member, 'name' | 'sex'> {
  id_number: string;
  phone: string;
  groups: string[];
  employer?: string;
}

export function rosterLayout(c: TrainingClass, people: RosterPerson[], full: boolean): Layout {
  return {
    sheet: '实名制花名册',
    title: titleOf(c, '学员实名制花名册'),
    lines: [...classLines(c), full ? '含完整证件号：只作报送用，用后妥善保管或销毁。' : '证件号和电话已隐去中间几位。'],
    columns: [
      { title: '序号', width: 5 },
      { title: '姓名', width: 12 },
      { title: '性别', width: 5 },
      { title: '身份证号', width: 21 },
      { title: '民族', width: 7 },
      { title: '文化程度', width: 9 },
      { title: '户籍地址', width: 22 },
      { title: '人员类别', width: 16 },
      { title: '工作单位', width: 20 },
      { title: '联系电话', width: 13 },
      { title: '工种', width: 10 },
      { title: '等级', width: 16 },
      { title: '本人签字', width: 12 },
      { title: '备注', width: 10 },
    ],
    // What was never asked of anybody (民族, 文化程度, 户籍) is left to be filled in by hand.
    rows: people.map((person, i) => [
      String(i + 1),
      person.name,
      SEXES[person.sex] ?? '',
      person.id_number,
      '',
      '',
      '',
      person.groups.join('、'),
      person.employer ?? '',
      person.phone,
      c.trade_name,
      LEVELS[c.level],
      '',
      '',
    ]),
    foot: [`共 ${people.length} 人`, SIGNED],
    row_pt: 24,
  };
}
