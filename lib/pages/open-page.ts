/** What a link opens, as a page. A new kind is a line in PAGES. */
import { listClasses, readLessons } from '../classes/read';
import type { TrainingClass } from '../classes/types';
import { inArea } from '../people/on-duty';
import type { Staff } from '../people/types';
import { dayOf, instant } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import { reaches } from '../platform/region';
import { shortDay } from '../platform/spoken';
import type { World } from '../platform/world';
import { FILE_MAX_BYTES } from '../sheets/limits';
import { SHEET_NAMES, type SheetName } from '../sheets/names';
import { readSheet } from '../wishes/sheet';
import { sheetPages, sheetSvg } from '../wishes/sheet-picture';
import { classOfLink, mayHaveNumbers } from './class-of-link';
import { downloadPage } from './download-page';
import { openGrant } from './grant';
import type { Page } from './html';
import { importPage } from './import-page';
import { monthlyPage } from './monthly-page';
import { type FindSender, signInNow } from './sign-in-now';
import { signInPage } from './sign-in-page';
import type { Opened, Opens } from './types';

interface Opening {
  world: World;
  sender: FindSender;
  opened: Opened;
  token: string;
}
type MakePage = (opening: Opening) => Promise<Page | Refusal>;

const PAGES: Partial<Record<Opens, MakePage>> = {
  sign_in: signIn,
  import: importing,
  download: downloads,
  monthly_sheet: monthly,
};
const KINDS = Object.keys(PAGES) as Opens[];

/** The page behind a link. Refuses `link_wrong`, `link_expired`, `link_not_yours`. */
export async function openPage(world: World, sender: FindSender, token: string): Promise<Page | Refusal> {
  const opened = await openGrant(world, token, KINDS);
  if (isRefusal(opened)) return opened;
  return PAGES[opened.what]!({ world, sender, opened, token });
}

async function signIn({ world, sender, opened }: Opening): Promise<Page | Refusal> {
  const c = await classOfLink(world, opened);
  if (isRefusal(c)) return c;
  const lesson = (await readLessons(world, c)).find((one) => one.n === opened.lesson);
  if (!lesson) return refuse('link_wrong');
  const about = {
    title: `${c.class_id} ${c.title}`,
    lesson: `第${lesson.n}节　${shortDay(lesson.starts_at)} ${lesson.starts_at.slice(11, 16)}–${lesson.ends_at.slice(11, 16)}`,
    place: lesson.place,
  };
  return signInPage(about, await signInNow(world, sender, c.class_id, lesson.n));
}

const LISTED_MAX = 200;

async function importing({ world, opened }: Opening): Promise<Page | Refusal> {
  if (!opened.staff || !mayHaveNumbers(opened.staff)) return refuse('link_not_yours');
  if (opened.class_id) {
    const c = await classOfLink(world, opened);
    return isRefusal(c) ? c : importPage({ class_id: c.class_id, classes: [c] }, FILE_MAX_BYTES);
  }
  return importPage({ classes: await classesOf(world, opened.staff) }, FILE_MAX_BYTES);
}

/** Hers that one can still sign up for. */
async function classesOf(world: World, staff: Staff): Promise<TrainingClass[]> {
  const now = instant(world.now());
  const found: TrainingClass[] = [];
  let after: Record<string, string> | undefined;
  do {
    const read = await listClasses(world, { region_prefix: staff.home_region, limit: 100, after });
    found.push(...read.classes.filter((c) => c.status === 'published' && c.closes_at > now && !inArea(staff, c)));
    after = read.next;
  } while (after && found.length < LISTED_MAX);
  return found.slice(0, LISTED_MAX);
}

const ABOUT: Record<SheetName, string> = {
  roster: '报送用，证件号隐去中间几位。',
  attendance: '到今天为止谁到了、谁没到。',
  'sign-off': '打印出来给学员签字。',
  scores: '打印登分。考评员再发“成绩”，把分数登上来。',
};

async function downloads({ world, opened, token }: Opening): Promise<Page | Refusal> {
  const c = await classOfLink(world, opened);
  if (isRefusal(c)) return c;
  const sheets = (Object.keys(SHEET_NAMES) as SheetName[]).map((name) => ({
    name,
    title: SHEET_NAMES[name],
    about: ABOUT[name],
  }));
  const full = mayHaveNumbers(opened.staff);
  return downloadPage({ class_id: c.class_id, title: c.title, sheets, full }, `/p/${token}`);
}

/** This month's, of the places its owner looks after. */
async function monthly({ world, opened }: Opening): Promise<Page | Refusal> {
  if (!opened.staff) return refuse('link_not_yours');
  const { home_region, region, duties } = opened.staff;
  const { places } = world.policies.of(home_region, dayOf(world.now()));
  const hers = (place: string) => !duties.includes('station') || reaches(region, place);
  const regions = places.map((place) => place.region).filter(hers);
  const sheet = await readSheet(world, { home_region, regions });
  const pages = await Promise.all(sheetPages(sheet).map(sheetSvg));
  return monthlyPage('月单', pages);
}
