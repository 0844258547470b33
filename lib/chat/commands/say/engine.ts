/** What the engine itself says at work: menu, help, confirming, taking back, misses. */
import type { Reply } from '../../../channels/types';
import { withChoices } from '../../render';
import type { Deed, Duty, OnDuty } from '../../types';
import { type CommandName, DUTY_NAMES } from '../names';
import type { Command } from '../types';

export const LABELS = {
  no: '不做',
  undo: '撤销',
  keep: '不撤',
  none: '都不是',
  more: '下一页',
  rest: '更多',
};

/** Lines of three commands: 26 tappable lines would not fit into one message. */
const PER_LINE = 3;

export function menu(staff: OnDuty, commands: Command[], tappable: Command[]): Reply {
  const cells = commands.map((command) => `${command.number} ${command.title}`);
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += PER_LINE) lines.push(cells.slice(i, i + PER_LINE).join('　'));
  return {
    text: [
      `${staff.name}，${staff.org_name}工作台`,
      ...lines,
      '回数字或直接说，比如“点名 A17”。',
      '帮助：怎么用　撤销：收回刚才的　我是工友：办自己的事',
    ].join('\n'),
    choices: tappable.map((command) => ({ send: String(command.number), label: command.title })),
  };
}

export function help(commands: Command[]): string {
  const shown = commands.slice(0, 6).flatMap((command) => command.examples.slice(0, 1));
  return [
    '像发微信一样说就行，先后、空格、标点都不讲究：',
    ...shown.map((example) => `· ${example}`),
    '要改动的事，先给你看会动到谁，回1才做；做完几分钟内回“撤销”能收回。',
    '想知道某一项怎么说，回“帮助 点名”。回“菜单”看全部。',
  ].join('\n');
}

export function helpWith(command: Command): string {
  return [
    `${command.number} ${command.title}：${command.does}`,
    '可以这样说：',
    ...command.examples.map((example) => `· ${example}`),
  ].join('\n');
}

export const notYours = (title: string, duties: Duty[], mine: Duty[]): string =>
  `“${title}”由${duties.map((duty) => DUTY_NAMES[duty]).join('、')}办。你的身份是${mine.map((duty) => DUTY_NAMES[duty]).join('、')}，办不了。`;

export const notHere = (title: string): string => `“${title}”还没有开通。回“菜单”看能办的。`;
export const notInGroup = (title: string): string => `“${title}”涉及工友个人，群里不答。请单独发给我。`;

export const WORKERS_MENU = '屏幕下面的菜单是工友用的。办自己的事，先回“我是工友”。';
export const workersOwn = (): Reply => ({
  text: '这是工友给自己办事用的，你现在是单位身份，什么都没动。\n办自己的事，先回“我是工友”。',
  choices: ['我是工友', '菜单'].map((send) => ({ send, label: send })),
});

export const whichMeant = (names: CommandName[]): Reply =>
  withChoices('你是要：', [...names.map((one) => one.title), LABELS.none]);

export const MISSES = [
  '没看懂。你可以这样说：',
  '还是没看懂。换个说法，比如：',
  '没看懂。回“菜单”看能办哪些，回“帮助”看怎么说。',
];

export function miss(misses: number, examples: string[]): Reply {
  const line = MISSES[Math.min(misses, MISSES.length) - 1] as string;
  const shown = misses >= MISSES.length ? [] : examples.map((example) => `· ${example}`);
  return { text: [line, ...shown].join('\n'), choices: [{ send: '菜单', label: '菜单' }] };
}

export const NOTHING_TO_CHOOSE = '刚才那句没办成，现在没有要选的。';
export const PAGE_PAST = '那一页已经过去了，这次什么都没动。要办请再说一次。';
export const noSuchChoice = (n: number, of: number): string => `没有${n}，回1到${of}。`;
export const missIn = (question: string): string => `没看懂这句。${question}`;
export const notThisPage = (question: string): string => `你点的是前面的。现在问的是：\n${question}`;
export const dropped = (title: string): string => `好，${title}不做了，什么都没动。`;
export const nothingToCancel = '现在没有办到一半的事。要收回刚做的，回“撤销”。';
export const nothingBefore = '已经是最前面了。';
export const nothingMore = '后面没有了。';
export const leftUndone = (title: string): string => `（刚才的${title}没有做。）`;
export const putAside = (summary: string): string => `（${summary}先放着，回“继续”接着办。）`;
export const whileAway = (title: string): string => `${title}问到一半，隔了一天没动。接着来：`;
export const staleDry = (title: string): string => `${title}隔了一天没确定，没有做。要做请再说一次。`;

export const nothingToUndo = '没有可以撤销的。';
export function undoOver(label: string, { name, data }: Deed): string {
  const instead = INSTEAD[name]?.(data.class_id ?? '班号') ?? '要改请找主管部门。';
  return `“${label}”过了时间，撤销不了了。${instead}`;
}
/** What may still be done once a deed that takes back comes too late, by that deed's name. */
export const INSTEAD: Record<string, (class_id: string) => string> = {
  enrol_undone: (id) => `要退，回“代退 ${id} 姓名”。`,
  enrol_again: (id) => `要报回来，回“代报名 ${id} 姓名”，看还有没有名额。`,
  unopen_class: (id) => `不办了，回“停班 ${id}”。`,
  move_lesson: (id) => `要改回去，再回“改课 ${id}”。`,
  roll_call_undo: (id) => `点错了谁，回“点名 ${id} 缺 姓名”，写明理由更正。`,
  left_early: (id) => `记错了，再记一次：“点名 ${id} 早退 姓名 钟点”，没早退就写下课的钟点。`,
  leave_undo: (id) => `本人来上课，签到就算到；签不了，回“点名 ${id} 到 姓名”。`,
  make_up_undo: () => '补课记错了，请主管部门更正考勤。',
  undo_sign_off: () => '签错了，请工作站或主管部门更正考勤。',
  take_back_scores: (id) => `没公布前，回“成绩 ${id}”再发一遍分数就改过来；公布了只能等本人申诉。`,
  recall_certificates: () => '要撤销哪张证书，请主管部门办。',
  stop_notice: () => '已经发出去了。要更正，再回“通知”发一条。',
  stop_survey: () => '已经发出去了。不想再问，回“摸排 结束”。',
  drop_wish_for: () => '本人随时能自己改意愿；代登的请主管部门删。',
};
export const reallyUndo = (label: string): string => `要撤销：${label}。\n撤吗？`;
export const undoable = (minutes: number): string => `${minutes}分钟内回“撤销”可以收回。`;

export const TO_WORKER_HAT = '好，现在你是工友。回“工作台”回来办公。';
export const HUMAN =
  '这里是工作台，办事的人就是你们。工友的留言回“留言”看；系统里办不了的（停有人的班、改成绩、查错账），找县里主管部门。自己的事要找人，先回“我是工友”。';
export const WELCOME = '不客气。有事随时说。';
export const BACK_AT_WORK = '回到工作台。';

export const MEDIA: Record<string, string> = {
  location: '收到位置。现在没有要用位置的事。',
  image: '收到图片，我看不了图。请打字，比如“点名 A17”。',
  voice: '这段语音我没听清，请打字，比如“点名 A17”。',
  other: '这个我看不了，请打字。回“菜单”看能办什么。',
};
