/** What an officer says a call brought. Pure. */
import { readWage } from '../../classes/after/read-wage';
import type { FollowUpAnswer, Post } from '../../classes/after/types';
import { readEmployer } from '../../people/read';

export type CallOutcome = 'no_answer' | 'refused' | 'wrong_number';
export type Call = CallOutcome | Omit<FollowUpAnswer, 'at' | 'by'>;

const OUTCOMES: [RegExp, CallOutcome][] = [
  [/no_answer|没人?接|没打通|打不通|不接|关机|占线|没联系上/u, 'no_answer'],
  [/refused|不愿|不肯|不想说|拒绝|挂了/u, 'refused'],
  [/wrong_number|空号|打错|不是本人|停机/u, 'wrong_number'],
];
const NOT_WORKING = /没上班|没活|没工作|没就业|没找到|在家|待业|失业|不上班|没干/u;
const WORKING = /在上班|上班|在干|有活|有工作|就业|在厂|打工|干活|还在/u;
const POSTS: [RegExp, Post][] = [
  [/班组长|组长|班长|领班/u, 'foreman'],
  [/技工|技术工|师傅|技术岗/u, 'skilled'],
  [/普工|小工|杂工/u, 'general'],
  [/自己干|个体|开店|单干/u, 'self'],
];
/** 在阜康恒力厂: a name that ends as those who employ do. 在厂里, 在工地 are no name. */
const EMPLOYER =
  /(?:在|去了?|到了?|进了?)\s*([\p{Script=Han}\p{L}\p{N}（）()·]{2,24}?(?:厂|公司|车间|工地|店|医院|学校|集团|合作社|基地|超市|物流|工业园|农场))/u;
const NEW_JOB = /换了|新厂|换厂|跳槽/u;
const SAME_JOB = /还在原|老地方|没换/u;
const STARTS_UP = /创业|开店指导/u;
const WANTS_JOB = /找工作|推荐|介绍/u;
const MONEY = '(\\d[\\d.,]*\\s*[千万kw]?\\d?|[一二两三四五六七八九十百千万零]{2,8})';

/** The outcome, or what she told: in work or not, post and wage before and now, what help she wants; nothing when the words say none of it. */
export function readCall(text: string): Call | undefined {
  const plain = text.normalize('NFKC');
  const outcome = OUTCOMES.find(([words]) => words.test(plain))?.[1];
  if (outcome) return outcome;
  const working = NOT_WORKING.test(plain) ? false : WORKING.test(plain) ? true : undefined;
  const before = wageAfter(plain, '(?:以前|原来|之前|培训前|从)');
  const after = wageAfter(plain, '(?:现在|如今|目前|涨到|到)') ?? loneWage(plain);
  // 在恒力厂当焊工: whoever is named an employer's works there.
  const employed = EMPLOYER.test(plain) && /当|做|干|工作/u.test(plain);
  if (working === undefined && after === undefined && !employed) return undefined;
  const [post_before, post] = postsIn(plain);
  const guidance = STARTS_UP.test(plain) ? 'startup' : WANTS_JOB.test(plain) ? 'job' : undefined;
  const employer = readEmployer(EMPLOYER.exec(plain)?.[1] ?? '');
  return {
    working: working ?? true,
    ...(NEW_JOB.test(plain) ? { same_job: false } : SAME_JOB.test(plain) ? { same_job: true } : {}),
    ...(typeof employer === 'string' && { employer }),
    ...(post_before && { post_before }),
    ...(post && { post }),
    ...(before !== undefined && { wage_before_fen: before }),
    ...(after !== undefined && { wage_after_fen: after }),
    ...(guidance && { guidance: guidance as 'job' | 'startup' }),
  };
}

function wageAfter(text: string, words: string): number | undefined {
  const found = new RegExp(
    `${words}(?:工资|月薪|一个月|每月|拿|挣|是|有|大概|约|的|普工|技工|组长|师傅|，|,|\\s)*${MONEY}`,
    'u',
  ).exec(text);
  const wage = found?.[1] && readWage(found[1]);
  return typeof wage === 'number' ? wage : undefined;
}

/** `在上班 6500`: the only amount that can be a wage. */
function loneWage(text: string): number | undefined {
  if (/以前|原来|之前|培训前/u.test(text)) return undefined;
  const all = text.match(/(?<![\dA-Za-z])\d{4,5}(?!\d)|[一二两三四五六七八九]千[一二三四五六七八九零百十]*/gu) ?? [];
  const wages = all.map(readWage).filter((one): one is number => typeof one === 'number');
  return wages.length === 1 ? wages[0] : undefined;
}

/** The digits of a wage look like the end of a phone: those that are told as one are none. */
export function wagesIn(call: Call | undefined): string[] {
  if (!call || typeof call === 'string') return [];
  return [call.wage_before_fen, call.wage_after_fen].flatMap((fen) => (fen === undefined ? [] : [String(fen / 100)]));
}

const SAID_ANYWAY =
  /以前|原来|之前|培训前|现在|如今|目前|每个?月|一个月|工资|月薪|收入|大概|大约|涨到|左右|多块?|块钱?|元|她说|他说|说是|本人|已经|接了|电话|厂里|工地|车间|[在从到去进当做干是有拿挣了的她他说涨]/gu;

/** Of what was left unread, the words no part of the call's record says: told, so that nothing is thought kept that is not. */
export function unkeptIn(left: string, call: Call): string {
  const employer = typeof call === 'string' ? undefined : call.employer;
  const patterns = [...OUTCOMES.map(([words]) => words), NOT_WORKING, WORKING, ...POSTS.map(([words]) => words)];
  const kept = [...patterns, NEW_JOB, SAME_JOB, STARTS_UP, WANTS_JOB];
  return left
    .split(' ')
    .map((piece) => kept.reduce((rest, words) => rest.replace(new RegExp(words.source, 'gu'), ' '), piece))
    .map((piece) => piece.replace(new RegExp(MONEY, 'gu'), ' ').replace(SAID_ANYWAY, ' ').trim())
    .filter((piece) => [...piece].length > 1 && !employer?.includes(piece))
    .join('、');
}

/** `普工到技工`, `以前普工 现在技工`: the first is before when two are said. */
function postsIn(text: string): [Post | undefined, Post | undefined] {
  const found = POSTS.flatMap(([words, post]) => {
    const at = text.search(words);
    return at < 0 ? [] : [{ post, at }];
  }).sort((a, b) => a.at - b.at);
  return found.length >= 2 ? [found[0]?.post, found[1]?.post] : [undefined, found[0]?.post];
}
