/** Words of certificates. */
import type { Level } from '../../catalogue/types';
import type { Said } from '../../notices/say';
import type { Refusal } from '../../platform/refusal';
import { shortfallSaid } from '../assessment/say';
import type { CertificateKind } from '../assessment/types';
import type { TrainingClass } from '../types';
import type { Certificate } from './types';

export const KIND_NAMES: Record<CertificateKind, string> = {
  skill_level: '职业技能等级证书',
  special_ability: '专项职业能力证书',
  training: '培训合格证书',
};

const LEVEL_NAMES: Record<Level, string> = {
  none: '',
  '5': '初级工（五级）',
  '4': '中级工（四级）',
  '3': '高级工（三级）',
  '2': '技师（二级）',
  '1': '高级技师（一级）',
};

/** `电工 初级工（五级）` */
export function tradeAndLevelSaid({ trade_name, level }: Pick<Certificate, 'trade_name' | 'level'>): string {
  return [trade_name, LEVEL_NAMES[level]].filter(Boolean).join(' ');
}

export function certificateReady(certificate: Certificate): Said {
  const { number, kind } = certificate;
  return {
    text: `你的${KIND_NAMES[kind]}办好了：${tradeAndLevelSaid(certificate)}\n编号 ${number}`,
    choices: [{ send: '我的成绩', label: '看证书' }],
    template: { name: 'general', fields: { title: KIND_NAMES[kind], note: '办好了，回“我的成绩”看编号' } },
  };
}

export function certificateNotYet(c: Pick<TrainingClass, 'title'>, short: Refusal): Said {
  return {
    text: `“${c.title}”的证书现在办不了。你的分数够了，但后来有更正：\n${shortfallSaid(short)}`,
    choices: [
      { send: '我的考勤', label: '看我的考勤' },
      { send: '人工', label: '找工作人员' },
    ],
    template: { name: 'general', fields: { title: c.title, note: '证书现在办不了，请回复“我的成绩”' } },
  };
}

export function certificateRevoked(certificate: Certificate): Said {
  const { number, kind, revoked } = certificate;
  return {
    text: `你的${KIND_NAMES[kind]}撤销了，不能再用：${tradeAndLevelSaid(certificate)}\n编号 ${number}\n原因：${revoked?.reason ?? ''}`,
    choices: [{ send: '我的成绩', label: '看成绩和证书' }],
    template: { name: 'general', fields: { title: KIND_NAMES[kind], note: '已撤销，不能再用' } },
  };
}

/** `2025年8月20日` */
export function daySaid(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
