/**
 * Outside the conversation's window a push is a template of the account: twenty characters a line, and no more lines
 * than it lays out. What she is to do must survive that.
 */
import type { TemplateMessage } from '../../lib/channels/types';
import { templateData } from '../../lib/channels/wechat/template-fields';
import { howAreYou } from '../../lib/classes/after/say';
import { appealDecided, resultOut } from '../../lib/classes/assessment/say';
import { wereYouThere } from '../../lib/classes/attendance/say';
import { certificateNotYet, certificateReady } from '../../lib/classes/certificates/say';
import type { DataFolder } from '../../lib/local/data-folder';
import { wechatAccount, wechatSettings } from '../../lib/local/keys';
import * as notices from '../../lib/notices/say';
import * as delivery from '../../lib/notices/say-delivery';
import { surveyAsked, surveyReminded, wishedClass } from '../../lib/wishes/say';

const folder = { secret: () => Buffer.alloc(32) } as unknown as DataFolder;
const account = wechatAccount(folder, 'wx0000000000000000', 'secure');
const known = wechatSettings(account, 'http://127.0.0.1').templates as Record<
  string,
  { id: string; fields: Record<string, string> }
>;

const AT = '2025-12-13T17:00:00+08:00';
/** The longest there may be: a code of four, a lesson of two figures. */
const c = { class_id: 'A999', title: '电工周末班', site_name: '阜康劳务工作站', starts_at: AT, ends_at: AT } as any;
const lesson = { class_id: 'A999', n: 12, starts_at: AT, ends_at: AT, place: '一号楼' } as any;
const survey = { survey_id: 'M999', closes_at: AT } as any;
const score = { outcome: 'passed', theory: 80, practice: 90 } as any;

const SAID: Record<string, { template: TemplateMessage }> = {
  lessonTomorrow: notices.lessonTomorrow(c, lesson),
  lessonSoon: notices.lessonSoon(c, lesson),
  classMoved: notices.classMoved(c, '焊工班'),
  lessonMoved: notices.lessonMoved(c, lesson),
  classCancelled: notices.classCancelled(c),
  classPublished: notices.classPublished(c),
  enrolledByOffice: notices.enrolledByOffice(c),
  withdrawnByOffice: notices.withdrawnByOffice(c, '年龄不够'),
  seatOffered: notices.seatOffered(c, AT),
  offerRanOut: notices.offerRanOut(c),
  broadcast: notices.broadcastText('下雪路滑，慢点走'),
  onlineQuestion: delivery.onlineQuestion(c, lesson, { ask: '?', choices: [] } as any, 10),
  signOffDue: delivery.signOffDue(c, lesson),
  inspectorDrawn: delivery.inspectorDrawn(c, ['钱一']),
  pictureLost: delivery.pictureLost(c),
  wereYouThere: wereYouThere(c, lesson),
  resultOut: resultOut(c, score, { appeal_until: AT }),
  resultShort: resultOut(c, score, { appeal_until: AT, short: { refused: 'not_assessable' } }),
  appealDecided: appealDecided(c, score),
  certificateNotYet: certificateNotYet(c, { refused: 'not_assessable' }),
  certificateReady: certificateReady({ number: '2025530128A9990001CC4J', kind: 'skill_level' } as any),
  howAreYou: howAreYou(c, 1),
  surveyAsked: surveyAsked(survey),
  surveyReminded: surveyReminded(survey),
  wishedClass: wishedClass(c),
};

test.each(Object.entries(SAID))('%s goes whole into the lines of its template', (_, { template: { name, fields } }) => {
  const { id, fields: names } = known[name]!;
  const data = Object.entries(templateData(fields, names));
  const given: Record<string, string> = fields;
  expect(Object.fromEntries(data.map(([key, { value }]) => [key, value]))).toEqual(
    Object.fromEntries(Object.entries(names).map(([ours, key]) => [key, given[ours]])),
  );
  // And the account's own template has just these.
  expect(data.map(([key]) => key).sort()).toEqual(Object.keys(account.templates[id]!.labels).sort());
});
