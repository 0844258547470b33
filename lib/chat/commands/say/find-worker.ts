/** 找人, in words: nothing here that a roster does not show. */
import type { AgendaEntry, TrainingClass } from '../../../classes/types';
import type { Worker } from '../../../people/types';
import { instant } from '../../../platform/clock';
import { shortDay } from '../../../platform/spoken';
import type { Conversation } from '../../types';
import type { Listed } from '../my-rosters';

export function person(
  worker: Worker,
  now: (AgendaEntry & { class_id: string })[],
  past: TrainingClass[],
  talk: Conversation | undefined,
): string {
  const { name, sex, id_number_masked, phone_masked, site_text, employer } = worker;
  return [
    `${name} ${sex === 'male' ? '男' : '女'} ${phone_masked}`,
    `身份证 ${id_number_masked}`,
    `在${site_text}${employer ? `，${employer}` : ''}`,
    ...(now.length === 0
      ? ['现在没有报班']
      : now.map(
          (one) =>
            `${one.status === 'waiting' ? '候补' : '在读'} ${one.class_id} ${one.title} ${shortDay(one.starts_at)}开课`,
        )),
    ...past.map((c) => `上过 ${c.class_id} ${c.title}`),
    contact(worker, talk),
  ].join('\n');
}

function contact(worker: Worker, talk: Conversation | undefined): string {
  if (!worker.chat || !talk?.following) return '没有微信联系，打电话或上门。';
  return `${shortDay(instant(talk.heard_ms))}在微信说过话${talk.thread ? '，正在等人工回复' : ''}`;
}

/** Someone who works elsewhere and learns here. */
export const listed = ({ name, phone_masked, places }: Listed): string =>
  [
    `${name} ${phone_masked}`,
    '上班的地方不归你这里，在你的名单上：',
    ...places.map(
      ({ c, waiting }) => `${waiting ? '候补' : '在读'} ${c.class_id} ${c.title} ${shortDay(c.starts_at)}开课`,
    ),
  ].join('\n');
