/** What stands over every sheet of a class. Pure. */
import type { Level } from '../../catalogue/types';
import type { TrainingClass } from '../../classes/types';

export const LEVELS: Record<Level, string> = {
  none: '不分等级',
  '5': '初级工（五级）',
  '4': '中级工（四级）',
  '3': '高级工（三级）',
  '2': '技师（二级）',
  '1': '高级技师（一级）',
};

/** `2025年` and the class's name, then what sheet it is. */
export function titleOf(c: TrainingClass, what: string): string {
  return `${c.starts_at.slice(0, 4)}年${c.title}${what}`;
}

export function classLines(c: TrainingClass): string[] {
  const dash = (text: string | undefined) => text ?? '＿＿＿＿＿＿';
  return [
    `班号：${c.class_id}　　工种：${c.trade_name} ${LEVELS[c.level]}　　培训机构：${dash(c.institution_name)}　　培训地点：${c.site_name}${c.address}`,
    `起止：${dayShown(c.starts_at)} 至 ${dayShown(c.ends_at)}　　课时：${c.units}（每课时 45 分钟）`,
  ];
}

/** `2025年7月24日` */
function dayShown(at: string): string {
  const [year, month, day] = at.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** `7/24` */
export function dayShort(day: string): string {
  return `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`;
}

export const SEXES = { male: '男', female: '女' } as const;
export const SIGNED =
  '填表人（签字）：　　　　　　　　　培训机构（盖章）：　　　　　　　　　工作站（盖章）：　　　　　　　　　日期：　　　年　　月　　日';
