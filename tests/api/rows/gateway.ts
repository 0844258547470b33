/** The gateway: signed requests are the same for everyone who holds a key; accounts are the administration's. */
import { signedHeaders } from '../../../lib/gateway/sign';
import { allRoutes } from '../../../lib/platform/openapi';
import { ANYONE, type MakeRows, READERS, WRITERS } from './row';

let n = 0;

export const gatewayRows: MakeRows = (api) => {
  let secret: Promise<string> | undefined;
  const keyOf = async (account: string, name = '测试号') => {
    const { body } = await api().call('create_gateway_account', { body: { account, name } });
    return body.secret as string;
  };
  /** A request of the account `matrix`, signed anew each time. */
  const signed = (operation: string, body: object) => async () => {
    secret ??= keyOf('matrix');
    const { method, path } = allRoutes[operation]!;
    const raw = JSON.stringify(body);
    const timestamp_s = Math.floor(api().world.now() / 1000);
    return { raw, headers: signedHeaders(await secret, { method, path, account: 'matrix', timestamp_s, body: raw }) };
  };
  const ofAccount = async () => {
    const account = `one-${++n}`;
    await keyOf(account);
    return { params: { account } };
  };
  const row = { who: ANYONE, elsewhere: 'same', once: true } as const;
  const posted = { id: 'm1', contact: 'wxid_matrix', sent_ms: 0, kind: 'text', text: '你好' };
  const acks = [{ id: 'r_0123456789012345678901', attempt: 1, outcome: 'sent' }];
  return {
    gateway_message: { ...row, ask: signed('gateway_message', posted) },
    gateway_lease: { ...row, ask: signed('gateway_lease', { items_max: 1 }) },
    gateway_ack: { ...row, ask: signed('gateway_ack', { acks }) },
    create_gateway_account: {
      who: WRITERS,
      elsewhere: 403,
      once: true,
      ask: async () => ({ body: { account: `new-${++n}`, name: '普陀站' } }),
    },
    list_gateway_accounts: { who: READERS, elsewhere: 403, ask: async () => ({}) },
    renew_gateway_secret: { who: WRITERS, elsewhere: 403, ask: ofAccount },
    close_gateway_account: { who: WRITERS, elsewhere: 403, ask: ofAccount },
  };
};
