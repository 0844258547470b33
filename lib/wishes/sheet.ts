/**
 * 每月宣传单 (P5): the classes one can sign up for in a month and the vacancies still open, as data for the chat, the API
 * and the printed page. Only what is open is on it. `sheetOf` is pure.
 */
import { readCode } from '../classes/class-code';
import { listCards } from '../classes/read';
import type { ClassCard } from '../classes/types';
import { openOrders } from '../demand/job-orders';
import type { JobOrder } from '../demand/types';
import { addDays, dayOf, instant } from '../platform/clock';
import { shortDay, spokenDay } from '../platform/spoken';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Month } from './types';
import { PATTERN_SAYS } from './words';

export interface SheetClass {
  class_id: string;
  title: string;
  /** `周末班，8月2日 周六开课` */
  when: string;
  place: string;
  /** `还剩12个名额`, `8月1日开始报名`. */
  room: string;
  seats_left: number;
  /** What its code holds, once the channel has made it. */
  url?: string;
}
export interface SheetJob {
  job_order_id: string;
  title: string;
  heads: number;
  /** `5000–6500元/月`, `最高6500元/月`, `工资面议`. */
  wage: string;
  place: string;
  until: string;
}
export interface Sheet {
  month: Month;
  /** `8月培训和招工` */
  title: string;
  /** Whose it is, and for which places: `禄劝送训 · 新疆阜康`, `禄劝送训 · 各地`. */
  where: string;
  printed_on: string;
  classes: SheetClass[];
  jobs: SheetJob[];
  /** Classes and vacancies there was no room for. */
  left_out: number;
}

/** Items one sheet holds: more is no sheet but a book. */
export const SHEET_ITEMS_MAX = 60;
/** Of these so many are kept for vacancies, where there are as many. */
const JOBS_KEPT = 15;

export interface SheetFrom {
  account: string;
  month: Month;
  where: string;
  cards: ClassCard[];
  urls: Record<string, string>;
  orders: JobOrder[];
  place_names: Record<string, string>;
  now_ms: number;
}

/** The sheet of a month, as things stand. */
export function sheetOf(from: SheetFrom): Sheet {
  const now = instant(from.now_ms);
  const first = `${from.month}-01`;
  const end = firstOfNext(from.month);
  const start = now > `${first}T` ? now : `${first}T00:00:00+08:00`;
  const open = from.cards.filter(
    (c) => c.seats_left > 0 && c.closes_at > start && c.starts_at > start && c.opens_at < `${end}T00:00:00+08:00`,
  );
  const jobs = from.orders.filter((o) => o.state === 'open' && o.by_day >= start.slice(0, 10));
  const classes = [...open]
    .sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
    .slice(0, SHEET_ITEMS_MAX - Math.min(jobs.length, JOBS_KEPT));
  const jobs_shown = jobs.slice(0, SHEET_ITEMS_MAX - classes.length);
  return {
    month: from.month,
    title: `${Number(from.month.slice(5))}月培训和招工`,
    where: `${from.account} · ${from.where}`,
    printed_on: spokenDay(now),
    classes: classes.map((c) => ({
      class_id: c.class_id,
      title: c.title,
      when: `${PATTERN_SAYS[c.pattern]}，${spokenDay(c.starts_at)}开课`,
      place: placed(from.place_names[c.host_region], c.site_name),
      room: c.opens_at > now ? `${shortDay(c.opens_at)}开始报名` : `还剩${c.seats_left}个名额`,
      seats_left: c.seats_left,
      ...(from.urls[c.class_id] && { url: from.urls[c.class_id] }),
    })),
    jobs: jobs_shown.map((o) => ({
      job_order_id: o.job_order_id,
      title: o.post ?? o.trade_name,
      heads: o.heads,
      wage: wageOf(o),
      place: placed(from.place_names[o.region], `${o.employer_name}，${o.place}`),
      until: `${shortDay(o.by_day)}前`,
    })),
    left_out: open.length + jobs.length - classes.length - jobs_shown.length,
  };
}

const placed = (name: string | undefined, site: string): string =>
  name && !site.includes(name) ? `${name} ${site}` : site;

function wageOf({ wage_from_fen, wage_to_fen }: JobOrder): string {
  const yuan = (fen: number) => String(Math.round(fen / 100));
  if (wage_from_fen === undefined) return wage_to_fen ? `最高${yuan(wage_to_fen)}元/月` : '工资面议';
  return wage_to_fen && wage_to_fen > wage_from_fen
    ? `${yuan(wage_from_fen)}–${yuan(wage_to_fen)}元/月`
    : `${yuan(wage_from_fen)}元/月`;
}

function firstOfNext(month: Month): string {
  return `${addDays(`${month}-28`, 7).slice(0, 7)}-01`;
}

/** This month as seen from now. */
export const monthOf = (ms: number): Month => dayOf(ms).slice(0, 7);

/** The sheet of these places (all of the programme's when left out), read now. */
export async function readSheet(
  world: World,
  wish: { home_region: string; regions?: string[]; month?: Month },
): Promise<Sheet> {
  const { home_region, month = monthOf(world.now()) } = wish;
  const policy = world.policies.of(home_region, dayOf(world.now()));
  const regions = wish.regions ?? policy.places.map((place) => place.region);
  const [lists, orders] = await Promise.all([
    Promise.all(regions.map((region) => listCards(world, { region }))),
    openOrders(world, home_region, regions),
  ]);
  const cards = lists.flat().filter((card) => card.home_region === home_region);
  const codes = await Promise.all(cards.map((card) => readCode(world, card.class_id)));
  const names = regions.map((region) => placeByRegion(policy, region)?.name ?? region);
  return sheetOf({
    account: world.account.name,
    month,
    where: wish.regions ? names.join('、') : '各地',
    cards,
    urls: Object.fromEntries(codes.flatMap((code) => (code ? [[code.class_id, code.url]] : []))),
    orders,
    place_names: Object.fromEntries(regions.map((region, i) => [region, names[i]!])),
    now_ms: world.now(),
  });
}

/** The sheet as lines for a chat; pages are cut by whoever shows it. */
export function sheetText(sheet: Sheet): string {
  const classes = sheet.classes.map(
    (c, i) => `${i + 1}. ${c.title}（${c.class_id}）\n${c.when}\n${c.place}，${c.room}`,
  );
  const jobs = sheet.jobs.map((j, i) => `${i + 1}. ${j.title} ${j.heads}人\n${j.wage}，${j.place}，${j.until}`);
  return [
    `【${sheet.where}】${sheet.title}`,
    classes.length > 0 ? `可以报名的班：\n${classes.join('\n')}` : '现在没有可以报名的班。',
    jobs.length > 0 ? `正在招人：\n${jobs.join('\n')}` : '现在没有招工。',
    ...(sheet.left_out > 0 ? [leftOut(sheet.left_out)] : []),
    `${sheet.printed_on}查的。${sheet.classes[0] ? `报名回班号，比如“${sheet.classes[0].class_id}”。不收钱。` : ''}`,
  ].join('\n\n');
}

/** Said wherever a sheet is full. */
export const leftOut = (items: number): string => `还有${items}条没列，可以问工作站。`;
