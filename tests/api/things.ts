/** Things for API tests, made through the API itself or the operations behind it. */
import trades from '../../lib/catalogue/trades.json';
import { FUKANG } from '../support/town';
import type { Api } from './support';

export const DRAFT = { ...FUKANG, capacity: 30 };

export async function tradesLoaded(api: Api): Promise<void> {
  const { status, text } = await api.call('load_trades', { body: { trades } });
  if (status !== 200) throw new Error(text);
}

export async function drafted(api: Api, set: object = {}): Promise<{ class_id: string; rev: number }> {
  const { status, body, text } = await api.call('draft_class', { body: { ...DRAFT, ...set } });
  if (status !== 201) throw new Error(text);
  return body;
}

export async function published(api: Api, set: object = {}): Promise<{ class_id: string; rev: number }> {
  const { class_id } = await drafted(api, set);
  const { status, body, text } = await api.call('publish_class', { params: { class_id }, body: { quietly: true } });
  if (status !== 200) throw new Error(text);
  return body;
}
