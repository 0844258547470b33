/** 亮单: the catalogue. Trades now; standards, offers and the monthly sheet find their place here. */

/** Level of skill (技能等级): 5 初级工, 4 中级工, 3 高级工, 2 技师, 1 高级技师; `none` for a course without levels. */
export type Level = 'none' | '5' | '4' | '3' | '2' | '1';

/** A trade (工种) of the 国家职业分类大典 (2022), or a local one with a local code. */
export interface Trade {
  /** Spelled id used everywhere, e.g. `electrician`. */
  id: string;
  /** Code of the 大典, or `local-…`. */
  code: string;
  name: string;
  /** What people say: 月嫂, 保姆, 叉车, 电焊. */
  aliases: string[];
  /** True when the name stands in a source but not in the 大典. */
  local?: boolean;
}
