/**
 * The columns of a 实名制花名册 and what offices call them (domain.md, People; the Tianjin 经办规程's roster and its usual
 * relatives). Labels are compared without spaces, marks and what stands in brackets. Pure.
 */
import type { Column } from './types';

export const TITLES: Record<Column, string> = {
  serial: '序号',
  name: '姓名',
  id_number: '身份证号',
  phone: '联系电话',
  sex: '性别',
  employer: '工作单位',
  site: '务工地点',
  groups: '人员类别',
  class_id: '班号',
  trade: '工种',
  level: '等级',
  ethnicity: '民族',
  education: '文化程度',
  household: '户籍地址',
  id_valid: '证件有效期',
  credit_code: '统一社会信用代码',
  sector: '行业',
  prior_certificate: '原证书',
  years_in_trade: '从业年限',
  bank_card: '银行卡号',
  theory_score: '理论成绩',
  practice_score: '实操成绩',
  score: '成绩',
  result: '结果',
  signature: '签字',
  remark: '备注',
};

/** Besides the titles. One label a word; what a label begins or ends with is not guessed at. */
const SYNONYMS: Record<Column, string> = {
  serial: '编号 顺序号 No',
  name: '名字 学员名称 持证人姓名',
  id_number:
    '身份证 身份证号码 证件号码 证件号 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 有效证件号码 身份证件号码 社会保障号码 公民身份证号 证件编号',
  phone:
    '手机 手机号 手机号码 电话 电话号码 联系方式 联系手机 联系手机号 联系手机号码 联系号码 联系电话号码 移动电话 移动电话号码 联系电话1 手机号1 手机号码1 电话1',
  sex: '男女',
  employer:
    '单位 单位名称 用工单位 就业单位 所在单位 所在企业 企业名称 用工企业 就业企业 务工单位 务工企业 用人单位 所属单位 所属企业 公司 公司名称 所在公司 工作单位名称 用工单位名称 就业单位名称 务工单位名称 用人单位名称 用工企业名称 就业企业名称 务工企业名称',
  site: '务工地 就业地 就业地点 工作地点 务工地址 工作地 务工所在地 就业地址 现务工地',
  groups: '类别 人员性质 学员类别 培训对象类别 对象类别 培训人员类别 劳动者类别 人员类型 身份类别 人员身份',
  class_id: '班级号 班级编号 班级代码 开班编号 培训班号 班级',
  trade: '培训工种 职业工种 职业(工种) 培训专业 专业 职业 培训职业 职业名称 工种名称 鉴定工种 培训项目',
  level: '级别 培训等级 技能等级 职业等级 技能级别 职业技能等级 鉴定等级',
  ethnicity: '族别',
  education: '学历 文化水平 受教育程度 最高学历',
  household: '户籍 户籍所在地 户口所在地 家庭住址 家庭地址 户籍地 住址 户籍详细地址 详细地址 籍贯',
  id_valid: '身份证有效期 有效期 证件有效期限 身份证有效期限',
  credit_code: '组织机构代码 社会信用代码 机构代码 企业代码',
  sector: '所属行业 行业类别 所属产业',
  prior_certificate: '原证书名称 原证书编号 原证书等级 已持证书 证书编号 证书名称 持有证书 原职业资格证书',
  years_in_trade: '工龄 工作年限 本工种年限 从事本职业年限',
  bank_card: '银行账号 卡号 社保卡号 社会保障卡号 银行卡 银行账户 开户行 开户银行 收款账号',
  theory_score: '理论 理论分 理论知识成绩 理论考试成绩 理论分数',
  practice_score: '实操 技能成绩 操作成绩 实操分 技能操作成绩 操作技能成绩 实操考试成绩 实操分数',
  score: '总成绩 分数 考核成绩 考试成绩 总分 综合成绩',
  result: '是否合格 合格与否 考核结果 鉴定结果 评定结果 评定成绩',
  signature: '签名 本人签字 学员签字 学员签名 签字栏',
  remark: '说明 附注',
};

const BY_LABEL = new Map<string, Column>(
  (Object.keys(TITLES) as Column[]).flatMap((column) =>
    [TITLES[column], ...SYNONYMS[column].split(' ')].map((label) => [normalised(label), column] as const),
  ),
);

/** `身 份 证 号*（必填）` → `身份证号`. */
function normalised(label: string): string {
  const plain = label.slice(0, 200).normalize('NFKC');
  const without = plain.replace(/[([【〔{][^)\]】〕}]*[)\]】〕}]/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
  return (without || plain.replace(/[^\p{L}\p{N}]/gu, '')).toLowerCase();
}

/** Whose it is, where that is the person of the row: 学员联系电话. Anybody else's (紧急联系人, 配偶, 父亲) is not hers. */
const HER_OWN =
  /^(?:参训学员|培训学员|学员|参训人员|培训人员|培训对象|劳动者|务工人员|外出务工人员|农民工|工人|职工|员工|考生|人员|本人)/u;
const OF_PERSONS: readonly Column[] = ['name', 'id_number', 'phone'];

/** What a label stands for, if anyone ever called a column that; `手机号码/联系电话` where both names mean one thing. */
export function columnOf(label: string): Column | undefined {
  const plain = normalised(label).replace(/\d+位$/u, '');
  const own = BY_LABEL.get(plain);
  if (own) return own;
  const hers = BY_LABEL.get(plain.replace(HER_OWN, ''));
  if (hers && OF_PERSONS.includes(hers)) return hers;
  const names = label.slice(0, 200).split(/[/／、或]/u);
  const columns = new Set(names.length > 1 ? names.map((name) => columnOf(name)) : []);
  return columns.size === 1 ? [...columns][0] : undefined;
}

/** Taken over into a worker's record; all others are only looked at, or passed over: what is not needed is not kept. */
export const KEPT: readonly Column[] = ['name', 'id_number', 'phone', 'employer', 'site', 'groups', 'class_id'];
