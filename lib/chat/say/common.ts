/** What is said at the top, and anywhere: greeting, menu, help, misses. */
import type { Reply } from '../../channels/types';
import { withChoices } from '../render';
import type { IntentName } from '../types';

/** What a choice at the top stands for, and how a wish is named in 你是想…？. One label each: tapping sends it. */
export const WISHES: Partial<Record<IntentName, string>> = {
  browse: '找培训班',
  my_classes: '我的课',
  profile: '我的资料',
  human: '找工作人员',
  enrol: '报名',
  withdraw: '取消报名',
  where_when: '上课时间和地点',
  site: '改上班地点',
  wish: '登记想学的',
  unsubscribe: '退订消息',
  erase: '删除我的信息',
  accept_offer: '要空出来的名额',
  decline_offer: '不要空出来的名额',
  sign_in: '签到',
  leave: '请假',
  help: '怎么用',
  menu: '看菜单',
};

const MENU = ['browse', 'my_classes', 'profile', 'human'] as const;
const MENU_LABELS = MENU.map((wish) => WISHES[wish] as string);

/** A label that binds, with its class's code: what was tapped on one class's page answers no other's. Early in the label, for a tap sends only its beginning. */
export const ofClass = (label: string, class_id: string | undefined): string =>
  class_id ? `${label}（${class_id}）` : label;
/** Its two parts; the end may be cut off. */
export const OF_CLASS = /（([A-Za-z]\d{1,6})）?$/u;

/** The wish a label stands for. */
export function wishOf(label: string): IntentName | undefined {
  return (Object.keys(WISHES) as IntentName[]).find((wish) => WISHES[wish] === label);
}

/** The menu below any sentence. */
export const menuBelow = (text: string): Reply => withChoices(text, MENU_LABELS);

export const greeting = (account: string): Reply =>
  menuBelow(`你好，这里是${account}：政府补贴的技能班，开在你上班的地方。\n回数字就行，随时可以回“人工”找工作人员。`);
export const shortGreeting = (account: string): string => `你好，这里是${account}，政府补贴的技能班。`;
export const welcomeBack = (account: string): Reply =>
  menuBelow(`欢迎回到${account}！\n以前报过名的，点“我的课”登记一下就找回来。`);
export const hello = (name?: string): Reply => menuBelow(`${name ? `${name}，` : ''}你好！想办什么？`);
export const menu = (): Reply => menuBelow('想办什么？回数字就行。');
export const help = (): Reply =>
  menuBelow('想做什么就说什么，比如“找班”“我的课”“退订”。\n“返回”退一步，“取消”不办了，“人工”找人帮忙。');
export const thanks = (): Reply => ({ text: '不客气。有事随时说。' });
export const nothingToCancel = (): Reply => menuBelow('现在没有在办的事。要取消报名，点“我的课”。');
export const nothingBefore = (): Reply => menuBelow('已经是最前面了。想办什么？');
export const dropped = (summary: string, kept: boolean): Reply =>
  menuBelow(kept ? `好，${summary}先放下。填过的给你留着，回“继续”接着填。` : '好，不办了。');

/** A different hint on each miss; the third is a person's. */
export const miss = (misses: number): Reply =>
  menuBelow(misses <= 1 ? '没看懂。你可以回下面的数字：' : '还是没看懂。试试只发“找班”“我的课”或“人工”：');
export const DID_YOU_MEAN = '你是想：';
export const NONE_OF_THESE = '都不是';

export const CHOOSE_HINTS = ['回下面的数字就行。', '回一个数字，比如“1”。'];

export const busy = (): Reply => ({ text: '现在人多，没办成。你说的没丢，过一会儿再发一次就行。' });
export const tooMany = (): Reply => ({ text: '你发得有点快，我跟不上了。歇一分钟再发，好吗？' });

/** She tapped a line of an older page that would settle what this page asks. */
export const OLDER_LINE = '你点的是前面的。现在问的是这个：';

export const CARRY_ON = '继续';
export const START_AGAIN = '重新开始';
/** After a day of silence. */
export const whereWeWere = (summary: string): Reply =>
  withChoices(`上次你在${summary}，还没办完。`, [CARRY_ON, START_AGAIN, WISHES.menu as string]);
/** Her answer came a day late, and fits. */
export const goingOn = (summary: string): string => `接着上次的${summary}。`;
export const putAside = (summary: string): string => `（${summary}先放着，回“继续”接着办。）`;
export const stillOpen = (summary: string): string => `刚才${summary}还没办完，要接着办吗？`;
export const nothingToResume = (): Reply => menuBelow('没有没办完的事。想办什么？');
