/** Looking for a class. */
import { WISHES } from './common';

export const askSite = (wanted: string): string => `${wanted && `找${wanted}。`}你在哪里上班？回数字，或发个位置。`;
export const SITE_HINTS = ['回下面的数字，或发个位置给我。', '点右下角“+”可以发位置。或回下面的数字。'];
export const siteKept = (place: string): string => `记下了，你在${place}。那边开新班会告诉你，不想收回“退订”。`;
export const list = (place: string, wanted: string, page: number): string =>
  page === 0 ? `${place}${wanted ? `的${wanted}` : ''}，想看哪个？` : `还有这些（第${page + 1}页）：`;
export const none = (place: string, wanted: string): string => `${place}现在没有${wanted || '要开的班'}。`;
export const NONE_ELSEWHERE = '看看别处，或者等开班了告诉你？';
export const LIST_HINTS = ['回数字看那个班，也可以说“周末班”“电工”。', '比如回“1”看第一个班。'];
export const ASK_FILTER = '想看什么样的班？';
export const ASK_TRADE = '想学什么？';
export const CARD_HINTS = ['要报名回“1”，看别的班回“2”。', '回下面的数字就行。'];
export const LABELS = {
  more: '更多',
  filter: '挑时间或工种',
  all: '全部的班',
  trade: '按工种挑',
  site: '换个地方',
  weekend: '周末班',
  evening: '夜间班',
  full_time: '脱产班',
  notify: '开班了告诉我',
  wish: '登记想学的',
  enrol: '报名',
  line: '报名排队',
  list: '看别的班',
  menu: WISHES.menu as string,
} as const;
export const willTell = (wanted: string): string => `好，${wanted || '那边'}开班就告诉你。不想收了回“退订”。`;
export const HELP = '我把你上班地方的班列出来。回数字看一个班，能看到时间、地点，再决定报不报。';
export const HELP_CARD = '这是一个班的介绍。报名回“1”，看别的回“2”，看了不报也没关系。';
