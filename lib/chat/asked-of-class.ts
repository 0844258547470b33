/** Questions nothing else answers: who teaches her, how to change to another class, and whether there is work. Looked at before a message counts as not understood. */
import { readClass, readLessons } from '../classes/read';
import { instant } from '../platform/clock';
import { readPlaces } from './places';
import * as say from './say/asked-of-class';
import type { TurnContext } from './types';

const TEACHER =
  /老师(?:是|叫|姓)(?:谁|啥|什么|哪个|哪位|么子)|(?:谁|哪个|哪位|哪个老师)(?:教|来教|给我们上|上课)|老师名字/u;
const WORK = /[找有要寻](?:个|份|点|没有)?(?:工作|活路|活干|活儿|活做|事做)|招工|介绍.{0,3}(?:工作|活)|招不招/u;

const NO_CARD = /证.{0,3}(?:没在|不在|没带|忘带|忘了带|找不到|掉了)|记不(?:得|住|到|起|清)/u;
const OTHER_CLASS = /换(?:一?个|到)?(?:别的|其他|另一个|另外的)班|换一?个班|[要想能]换班|转班/u;

/** The answer in a sentence or two, if it is one of these. */
export async function askedOfClass(context: TurnContext): Promise<string | undefined> {
  const text = context.message.text ?? '';
  if (TEACHER.test(text)) return say.teacher(await nextTeacher(context));
  if (NO_CARD.test(text)) return say.NO_HURRY;
  if (OTHER_CLASS.test(text)) return say.OTHER_CLASS;
  return WORK.test(text) ? say.WORK : undefined;
}

/** Of the next lesson of hers that names one. */
async function nextTeacher(context: TurnContext): Promise<{ title: string; name: string } | undefined> {
  const { world, conversation, now_ms } = context;
  if (!conversation.worker_id) return undefined;
  const now = instant(now_ms);
  for (const { class_id, entry } of await readPlaces(context, conversation.worker_id)) {
    const c = entry.status === 'waiting' ? undefined : await readClass(world, class_id);
    const lessons = c ? await readLessons(world, c) : [];
    const name = lessons.find((lesson) => lesson.ends_at > now && lesson.teacher_name)?.teacher_name;
    if (name) return { title: entry.title, name };
  }
  return undefined;
}
