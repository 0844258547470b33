/** The one way WeChat's API is called with a token. */
import * as z from 'zod/mini';
import type { World } from '../../platform/world';
import type { WechatConfig } from './config';
import { TOKEN_CODES, type Trouble, troubleOf } from './errors';
import { requestWechat } from './request';
import { type TokenKeeper, TokenUnavailable, tokenKeeper } from './token';

export type Called<T> = { trouble?: undefined; data: T } | (Trouble & { errcode?: number });

export interface WechatApi {
  /** POST `body` to `path`; the answer read through `schema`, or what the error code asks for. Throws only what the table throws. */
  call<Schema extends z.core.$ZodType>(path: string, body: unknown, schema: Schema): Promise<Called<z.output<Schema>>>;
}

/** For answers of which nothing but `errcode` matters. */
export const nothingMore = z.object({});

const UNREACHED_AGAIN_MS = 30_000;

/** The API of one account, with the token of this process. */
export function wechatApi(
  config: WechatConfig,
  world: World,
  keeper: TokenKeeper = tokenKeeper(config, world),
): WechatApi {
  return {
    async call(path, body, schema) {
      let refused: string | undefined;
      for (;;) {
        let token: string;
        try {
          token = await keeper.token(refused);
        } catch (error) {
          if (!(error instanceof TokenUnavailable)) throw error;
          return { trouble: 'later', retry_after_ms: error.retry_after_ms, reason: error.reason };
        }
        const got = await requestWechat(config, path, body, token);
        if (!got.answered) return { trouble: 'later', retry_after_ms: UNREACHED_AGAIN_MS, reason: got.reason };
        if (TOKEN_CODES.has(got.errcode) && refused === undefined) {
          refused = token;
          continue;
        }
        if (got.errcode !== 0) return { ...troubleOf(got.errcode, got.errmsg, world.now()), errcode: got.errcode };
        const read = z.safeParse(schema, got.data);
        if (!read.success)
          return { trouble: 'later', retry_after_ms: UNREACHED_AGAIN_MS, reason: `${path}: answer not in shape` };
        return { data: read.data };
      }
    },
  };
}
