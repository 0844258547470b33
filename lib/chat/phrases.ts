/** What people said that was not understood, for an administrator to label: counted, and without anything personal. */
import { createHash } from 'node:crypto';
import { DAY_MS, type Instant, instant } from '../platform/clock';
import { hasLongNumber } from '../platform/long-number';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { bare, normalise, soften } from './normalise';
import type { IntentName } from './types';

export interface Phrase {
  phrase_id: string;
  home_region: string;
  text: string;
  /** Times said. */
  count: number;
  last_at: Instant;
  label?: IntentName | 'none';
  labelled_by?: string;
}

/** Longer ones are stories, not wishes, and more likely to hold what should not be kept. */
const CHARACTERS_MAX = 24;
const KEPT_MS = 180 * DAY_MS;
/** The hundred most frequent family names (2020 census report), and the two-character ones: with 1–3 characters more, likely a name. */
const FAMILY_NAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常普沙';
const LIKE_A_NAME = new RegExp(
  `^(?:我?(?:叫|是|的?名字是?|姓名)?)?(?:[${FAMILY_NAMES}]|欧阳|上官|司马|诸葛|阿)\\p{Script=Han}{1,3}$`,
  'u',
);
const INTRODUCED = /我叫|姓名|名字|我是\p{Script=Han}{2,4}$|身份证|住在|家住|银行卡|卡号|密码|微信号/u;

/** Family names that begin few other words. */
const SURE_FAMILY_NAMES =
  '(?:[王李刘陈杨赵吴徐孙朱郭罗郑梁谢韩邓冯曹彭肖董潘袁蔡蒋魏苏吕卢姚沈钟姜崔谭范廖韦贾邹孟秦邱薛闫贺郝龚邵覃]|欧阳|上官|司马|诸葛)';
/** Words that stand next to the name of whoever is spoken of. */
const KNOWN =
  '电工|焊工|叉车|月嫂|护理|保育|育婴|厨师|家政|缝纫|美容|中式|报[名个了班]|取消|退[了订课班出]|培训|排队|名额|想|不[去来学上]|学[了的电焊]|的课|班';
const AMID = new RegExp(`(^|给|帮|替|叫|${KNOWN})${SURE_FAMILY_NAMES}\\p{Script=Han}{1,2}?(?=$|${KNOWN})`, 'gu');
/** Of a long name the dot is sure enough. */
const DOTTED = /\p{Script=Han}{2}[·•‧・･∙⋅●]\p{Script=Han}{2}/u;

/** A family name and one to three characters more, maybe introduced. */
export const likeAName = (text: string): boolean => LIKE_A_NAME.test(bare(soften(text)));

/** What was said holds one of these names, or the given name of one. */
function holdsName(plain: string, names: string[]): boolean {
  return names.map(normalise).some((name) => {
    const given = [...name].slice(1).join('');
    return name.length > 1 && (plain.includes(name) || (given.length > 1 && plain.includes(given)));
  });
}

/**
 * The phrase as it may be kept, or nothing: digits become #, another's name amid known words 某某; what looks like a
 * name or an address, or holds one of `names` (her own), is dropped.
 */
export function withoutPersonal(text: string, names: string[] = []): string | undefined {
  const plain = bare(soften(text));
  if (!plain || [...plain].length > CHARACTERS_MAX || INTRODUCED.test(plain) || LIKE_A_NAME.test(plain))
    return undefined;
  if (hasLongNumber(plain) || DOTTED.test(text) || holdsName(plain, names)) return undefined;
  // Numbers also come spelled out; two numerals in a row are enough of a number to go.
  const masked = plain
    .replace(AMID, '$1某某')
    .replace(/\p{Nd}/gu, '#')
    .replace(/[零〇一幺二三四五六七八九]{2,}/gu, (run) => '#'.repeat(run.length));
  // Nothing but a number says nothing.
  return /#{7,}|^#+$/.test(masked) ? undefined : masked;
}

/** Count a phrase; nothing when it may not be kept. `names` are those known to be hers. */
export function phraseChange(world: World, text: string, names: string[] = []): Change[] {
  const kept = withoutPersonal(text, names);
  if (!kept) return [];
  const home_region = world.account.home_region;
  const phrase_id = createHash('sha256').update(kept).digest('base64url').slice(0, 16);
  const now_ms = world.now();
  return [
    {
      kind: 'update',
      key: keys.phrase(home_region, phrase_id),
      set: {
        phrase_id,
        home_region,
        text: kept,
        last_at: instant(now_ms),
        expires_at_s: Math.floor((now_ms + KEPT_MS) / 1000),
      },
      add: { count: 1 },
      why: 'a phrase not understood',
    },
  ];
}

/** Phrases of a home region (and its subtree), a page at a time; `unlabelled` leaves out those done. */
export async function listPhrases(
  world: World,
  wish: { home_region: string; unlabelled?: boolean; limit?: number; after?: Record<string, string> },
): Promise<{ phrases: Phrase[]; next?: Record<string, string> }> {
  const { pk } = keys.phrase(wish.home_region, '');
  const page = await world.table.query({ pk, prefix: wish.home_region, limit: wish.limit ?? 50, after: wish.after });
  const phrases = page.items.map(phraseOf).filter((phrase) => !wish.unlabelled || phrase.label === undefined);
  return { phrases, ...(page.next && { next: page.next }) };
}

/** What a phrase means, as an administrator sees it. Refuses `phrase_unknown`. */
export async function labelPhrase(
  world: World,
  command: { home_region: string; phrase_id: string; label: IntentName | 'none'; by: string },
): Promise<Planned<Phrase>> {
  const key = keys.phrase(command.home_region, command.phrase_id);
  const item = await world.table.get(key);
  if (!item) return refuse('phrase_unknown');
  const set = { label: command.label, labelled_by: command.by, labelled_at: instant(world.now()) };
  return {
    changes: [{ kind: 'update', key, set, when: [{ attr: 'pk', op: 'exists' }], why: 'a phrase labelled' }],
    value: { ...phraseOf(item), label: command.label, labelled_by: command.by },
  };
}

function phraseOf(item: Item): Phrase {
  const { pk: _pk, sk: _sk, expires_at_s: _expires, ...phrase } = item;
  return phrase as unknown as Phrase;
}
