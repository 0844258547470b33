/** 13 成绩: marks of a class by its assessor, from a numbered list; who has none yet; publishing; appeals. */
import { decideAppeal } from '../../classes/assessment/appeal';
import { unexamined } from '../../classes/assessment/attended';
import { enterScores, loadExam, SCORES_MAX } from '../../classes/assessment/enter-scores';
import { readScores } from '../../classes/assessment/items';
import { publishResults } from '../../classes/assessment/publish';
import { outOf } from '../../classes/assessment/rules';
import { takeBackScores } from '../../classes/assessment/take-back';
import type { Assessment, Marks, Score } from '../../classes/assessment/types';
import { roster } from '../../classes/roster';
import type { Member } from '../../classes/types';
import { instant } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal, refuse } from '../../platform/refusal';
import { isCalled } from './read-people';
import { type ReadLine, readScoreLines, unreadLines } from './read-scores';
import * as say from './say/scores';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const among = (c: { ends_at: string }) => c.ends_at <= instant(context.now_ms);
  const c = await classFor(context, args, { among, ask: '哪个班的成绩？', none: say.NONE });
  if (isOutcome(c)) return c;
  const loaded = await loadExam(context.world, c.class_id);
  if (isRefusal(loaded)) return { kind: 'refused', refusal: loaded };
  const { a } = loaded;
  const [members, scores] = await Promise.all([
    roster(context.world, c.class_id),
    readScores(context.world, c.class_id),
  ]);
  const known = { ...args, class_id: c.class_id };
  const lines: ReadLine[] = args.lines ?? [];
  if (lines.length === 0 && wantsPublished(context)) {
    const planned = await publishResults(context.world, { class_id: c.class_id, by: context.staff.staff_id });
    if (isRefusal(planned)) return { kind: 'refused', refusal: planned };
    return {
      kind: 'dry',
      text: say.dryPublish(c, planned.value),
      yes: say.YES_PUBLISH,
      deed: { name: 'publish_results', data: { class_id: c.class_id } },
    };
  }
  const out = scores.filter((score) => outOf(a, score));
  const open = out.filter((score) => score.appeal?.state === 'open');
  if (a.state === 'published') {
    const waiting = await unexamined(context.world, c, scores);
    return published(context, known, { scores, open, members, waiting });
  }
  // An appeal of a sitting before does not wait for the marks of the next; who marked it first has only these to give.
  if (lines.length === 0 && open.some((score) => score.assessor_id !== context.staff.staff_id))
    return published(context, known, { scores: out, open, members, next: a });
  if (lines.length === 0) {
    const lead = MARKS_MEANT.test(bare(context)) ? `${say.nothingRead([])}\n` : '';
    return { kind: 'ask', slot: 'lines', text: `${lead}${say.list(c, a, members, scores)}`, args: known };
  }
  return entering(context, known, members, lines);
}

/** 张三 80: marks were meant, and none could be read. A number alone is one of the menu. */
const MARKS_MEANT = /\p{Script=Han}[\s,，:：]*\d{1,3}|\d[\s,，、/]+\d{1,3}|缺考/u;
const bare = ({ message }: AtWork): string =>
  (message.text ?? '').normalize('NFKC').replace(/成绩|[a-z]\d{1,6}/giu, '');

/** 公布成绩 is the command's name and the order in one. */
const wantsPublished = ({ message }: AtWork): boolean => /公布|发布/u.test(message.text ?? '');

/** What would be entered, and what not: every name read, every mark. */
async function entering(context: AtWork, args: Args, members: Member[], lines: ReadLine[]): Promise<Outcome> {
  const { found, lost } = matched(lines, members);
  const marks = found.slice(0, SCORES_MAX);
  if (marks.length === 0)
    return { kind: 'ask', slot: 'lines', text: say.nothingRead(lost), args: { ...args, lines: [] } };
  const { staff_id } = context.staff;
  const command = { class_id: args.class_id, assessor_id: staff_id, by: staff_id, scores: marks };
  const planned = await enterScores(context.world, command);
  if (isRefusal(planned)) return { kind: 'refused', refusal: planned };
  const { entered, left_out, before } = planned.value;
  const names = new Map(members.map((member) => [member.worker_id, member.name]));
  const out = left_out.map(({ worker_id, refusal }) => ({ name: names.get(worker_id) ?? '', refusal }));
  const later = found.slice(SCORES_MAX).map((one) => names.get(one.worker_id) ?? '');
  const text = say.dry(entered, before, out, { lost: [...lost, ...later], unread: args.unread ?? [] });
  if (entered.length === 0) return { kind: 'answer', text, failed: true };
  const data = { class_id: args.class_id, scores: marks };
  return { kind: 'dry', text, yes: say.YES, deed: { name: 'enter_scores', data } };
}

/** A line stands for a person: by her number on the list, by her name when only one has it. */
function matched(lines: ReadLine[], members: Member[]): { found: Marks[]; lost: string[] } {
  const found: Marks[] = [];
  const lost: string[] = [];
  for (const { who, ...marks } of lines) {
    const named =
      typeof who === 'number' ? members.slice(who - 1, who) : members.filter((one) => isCalled(one.name, who));
    const [only] = named;
    if (only && named.length === 1) found.push({ worker_id: only.worker_id, ...marks });
    else lost.push(say.notOne(who, named.length));
  }
  return { found, lost };
}

interface Results {
  scores: Score[];
  /** With an appeal to decide. */
  open: Score[];
  members: Member[];
  /** Admitted since, and not examined. */
  waiting?: { name: string }[];
  /** Another sitting is planned. */
  next?: Assessment;
}

/** After publication: the results, who may still be examined, and what an appeal needs. */
async function published(context: AtWork, args: Args, results: Results): Promise<Outcome> {
  const { scores, open, members, waiting = [], next } = results;
  if (open.length === 0) return { kind: 'answer', text: say.results(scores, waiting), next: [`证书 ${args.class_id}`] };
  const mine = args.worker_id ? open.find((score) => score.worker_id === args.worker_id) : undefined;
  if (!mine)
    return {
      kind: 'ask',
      slot: 'worker_id',
      text: say.appeals(scores, open, next),
      options: open.map((score) => [score.worker_id, say.appealOf(score)]),
      args,
    };
  // Told before she marks it all again; the deed asks once more, by person.
  if (mine.assessor_id === context.staff.staff_id) return { kind: 'refused', refusal: refuse('appeal_same_assessor') };
  const [line] = matched((args.lines ?? []).slice(0, 1), members).found;
  if (!args.reason) return { kind: 'ask', slot: 'reason', text: say.whyDecide(mine), args, free: true };
  const marks = line && !line.absent ? { theory: line.theory, practice: line.practice } : (args.marks ?? {});
  const data = { class_id: args.class_id, worker_id: mine.worker_id, reason: args.reason, ...marks };
  const yes = data.theory === undefined ? say.YES_CONFIRM : say.YES_CHANGE;
  return { kind: 'dry', text: say.dryDecide(mine, data), yes, deed: { name: 'decide_appeal', data } };
}

function read(found: Found, known: Args, slot?: string): Args {
  if (slot === 'reason') {
    const { marks, reason } = readDecision(found.rest);
    return reason.length >= 2 && !hasLongNumber(reason) ? { ...known, reason, ...(marks && { marks }) } : known;
  }
  const args = commonArgs(found, known);
  const lines = readScoreLines(found.rest);
  const unread = unreadLines(found.rest);
  return { ...args, ...(lines.length > 0 && { lines, unread }) };
}

/** `62 70 实操第三题漏算` → the marks and the reason; without marks the result is confirmed. */
function readDecision(text: string): { marks?: { theory: number; practice: number }; reason: string } {
  const plain = text.normalize('NFKC').trim();
  const found = /^(?:理论)?\s*(\d{1,3})\s*分?[\s,，、/]+(?:实操)?\s*(\d{1,3})\s*分?[\s,，、。]*/u.exec(plain);
  const reason = (found ? plain.slice(found[0].length) : plain).trim().slice(0, 200);
  return { reason, ...(found && { marks: { theory: Number(found[1]), practice: Number(found[2]) } }) };
}

export const command: Command = {
  name: 'scores',
  number: 13,
  title: '成绩',
  does: '考评员登分、公布成绩、处理申诉。',
  examples: ['成绩 A17', '成绩 A17\n3 85 90\n张三 缺考', '公布成绩 A17'],
  words: ['登分', '打分', '公布成绩', '申诉'],
  duties: ['assessor'],
  numbered: true,
  read,
  run,
};

/** `data`: class_id, scores. */
const enter: DoDeed = async (context, data) => {
  const { staff_id } = context.staff;
  const { class_id, scores } = data as { class_id: string; scores: Marks[] };
  const planned = await enterScores(context.world, { class_id, assessor_id: staff_id, by: staff_id, scores });
  if (isRefusal(planned)) return planned;
  const { entered, before } = planned.value;
  const kept = entered.map((score, i) => ({
    worker_id: score.worker_id,
    rev: score.rev,
    ...(before[i] && { before: before[i] }),
  }));
  const undo = {
    label: say.undoLabel(entered.length),
    deed: { name: 'take_back_scores', data: { class_id, scores: kept } },
  };
  // A conversation stays small: a long list is taken back by entering it anew.
  const small = kept.length <= 20;
  return {
    changes: planned.changes,
    value: { text: say.entered(entered), ...(small && { undo }), next: [`成绩 ${class_id}`, `公布成绩 ${class_id}`] },
  };
};

/** `data`: class_id, scores with what they were before. */
const takeBack: DoDeed = async (context, data) => {
  const planned = await takeBackScores(context.world, data as Parameters<typeof takeBackScores>[1]);
  if (isRefusal(planned)) return planned;
  return {
    changes: planned.changes,
    value: { text: say.takenBack(planned.value.taken_back), next: [`成绩 ${data.class_id}`] },
  };
};

/** `data`: class_id. What is told cannot be untold: nothing takes it back. */
const publish: DoDeed = async (context, data) => {
  const planned = await publishResults(context.world, { class_id: data.class_id, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const next = [`成绩 ${data.class_id}`];
  return { changes: planned.changes, value: { text: say.published(planned.value), next } };
};

/** `data`: class_id, worker_id, reason, theory and practice where it is marked again. */
const decide: DoDeed = async (context, data) => {
  const { staff_id } = context.staff;
  const command = {
    ...(data as { class_id: string; worker_id: string; reason: string }),
    assessor_id: staff_id,
    by: staff_id,
  };
  const planned = await decideAppeal(context.world, command);
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.decided(planned.value) } };
};

export const deeds: Record<string, DoDeed> = {
  enter_scores: enter,
  take_back_scores: takeBack,
  publish_results: publish,
  decide_appeal: decide,
};
