import { wechatConfig } from '../../lib/channels/wechat/config';
import { KEY } from './callbacks';

const least = { appid: 'wx0', secret: 'not-a-real-secret-0000', token: 'songxun', encoding_aes_key: KEY };

it('fills what is left out, on the safe side', () => {
  expect(wechatConfig(least)).toEqual({
    ...least,
    mode: 'secure',
    api_base: 'https://api.weixin.qq.com',
    api_fallback: 'https://api2.weixin.qq.com',
    templates: {},
    stale_after_s: 300,
  });
});

it('never turns from a local address to the real one', () => {
  expect(wechatConfig({ ...least, api_base: 'http://127.0.0.1:3000/wechat-api/' })).toMatchObject({
    api_base: 'http://127.0.0.1:3000/wechat-api',
    api_fallback: 'http://127.0.0.1:3000/wechat-api',
  });
});

it.each([
  ['a key too short', { encoding_aes_key: 'abc' }, 'encoding_aes_key'],
  ['no key in secure mode', { encoding_aes_key: undefined }, 'encoding_aes_key'],
  ['an unknown mode', { mode: 'none' }, 'mode'],
  ['plain http', { api_base: 'http://api.weixin.qq.com' }, 'api_base'],
  ['plain http to what only begins like loopback', { api_base: 'http://127.0.0.1.example.invalid' }, 'api_base'],
  ['a template nobody knows', { templates: { other: 'x' } }, 'templates'],
  ['a misspelt field', { stale_after: 1 }, 'stale_after'],
  ['no staleness', { stale_after_s: 0 }, 'stale_after_s'],
])('refuses %s, naming the field and no value', (_, wrong, named) => {
  const attempt = () => wechatConfig({ ...least, ...wrong });
  expect(attempt).toThrow(named);
  expect(attempt).not.toThrow(/not-a-real-secret|abcdefgh/);
});

it('needs no key in plain mode', () => {
  expect(wechatConfig({ ...least, mode: 'plain', encoding_aes_key: undefined }).mode).toBe('plain');
});
