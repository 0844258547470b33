import { readMessage } from '../../lib/channels/wechat/parse';
import { eventXml, NOW_MS, NOW_S, OPENID, textXml } from './callbacks';

const common = `<ToUserName><![CDATA[gh_0]]></ToUserName><FromUserName><![CDATA[${OPENID}]]></FromUserName><CreateTime>${NOW_S}</CreateTime>`;
const message = (type: string, fields: string) =>
  readMessage(`<xml>${common}<MsgType><![CDATA[${type}]]></MsgType>${fields}<MsgId>42</MsgId></xml>`)?.message;
const event = (name: string, fields = '') => readMessage(eventXml(name, fields))?.message;
const key = (text: string) => `<EventKey><![CDATA[${text}]]></EventKey>`;

describe('messages', () => {
  it('reads text, who, when, and which', () => {
    expect(readMessage(textXml('我要报名'))).toEqual({
      account: 'gh_000000000000',
      message: {
        channel: 'wechat',
        address: OPENID,
        id: '23456789012345678',
        sent_ms: NOW_MS,
        kind: 'text',
        text: '我要报名',
      },
    });
  });

  it('keeps MsgId whole where a number would not', () => {
    const [a, b] = ['9007199254740992', '9007199254740993'];
    expect(Number(a)).toBe(Number(b));
    expect(readMessage(textXml('x', { msg_id: a }))?.message.id).toBe(a);
    expect(readMessage(textXml('x', { msg_id: b }))?.message.id).toBe(b);
  });

  it('matches a tapped choice on its text', () => {
    expect(readMessage(textXml('要这个名额', { extra: '<bizmsgmenuid>1</bizmsgmenuid>' }))?.message).toMatchObject({
      kind: 'text',
      text: '要这个名额',
    });
  });

  it.each([
    [
      'image',
      '<PicUrl><![CDATA[http://example.invalid/p]]></PicUrl><MediaId>1</MediaId>',
      { kind: 'image', media: { id: '1', url: 'http://example.invalid/p' } },
    ],
    ['image', '<PicUrl><![CDATA[file:///etc/passwd]]></PicUrl><MediaId>../1</MediaId>', { kind: 'image' }],
    ['voice', '<MediaId>1</MediaId><Format>amr</Format>', { kind: 'voice' }],
    ['voice', '<Recognition><![CDATA[]]></Recognition>', { kind: 'voice' }],
    ['voice', '<Recognition><![CDATA[我要报名。]]></Recognition>', { kind: 'voice', text: '我要报名。' }],
    ['video', '<MediaId>1</MediaId>', { kind: 'video' }],
    ['shortvideo', '<MediaId>1</MediaId>', { kind: 'video' }],
    [
      'location',
      '<Location_X>30.88</Location_X><Location_Y>120.10</Location_Y><Label><![CDATA[一个工地]]></Label>',
      { kind: 'location', location: { latitude: 30.88, longitude: 120.1, label: '一个工地' } },
    ],
    ['location', '<Location_X>95</Location_X><Location_Y>120.10</Location_Y>', { kind: 'location' }],
    ['location', '<Location_X>NaN</Location_X><Location_Y>1e3</Location_Y>', { kind: 'location' }],
    ['link', '<Title><![CDATA[招工]]></Title><Url>x</Url>', { kind: 'link', text: '招工' }],
    ['text', '<Content><![CDATA[【收到不支持的消息类型，暂无法显示】]]></Content>', { kind: 'sticker' }],
    ['emoji', '', { kind: 'sticker' }],
    ['miniprogrampage', '<Title>x</Title>', { kind: 'unknown' }],
    ['constructor', '', { kind: 'unknown' }],
    ['text', '', { kind: 'text', text: '' }],
  ])('%s %s', (type, fields, expected) => {
    const read = message(type, fields);
    expect(read).toEqual({ channel: 'wechat', address: OPENID, id: '42', sent_ms: NOW_MS, ...expected });
  });

  it('keeps 2,048 characters and never half of one', () => {
    expect(message('text', `<Content>${'报'.repeat(3000)}</Content>`)?.text).toHaveLength(2048);
    const text = message('text', `<Content>x${'😀'.repeat(2000)}</Content>`)?.text ?? '';
    expect(text).toHaveLength(2047);
    expect(Buffer.from(text).toString()).toBe(text);
  });

  it('leaves control characters out and line ends in', () => {
    expect(message('text', '<Content>a\u0000b\u001b\nc\u0085d</Content>')?.text).toBe('ab\ncd');
  });
});

it('reads a tapped choice also when WeChat hands it back escaped, and leaves typed text alone', () => {
  const tapped = textXml('要%20A17', { extra: '<bizmsgmenuid>1</bizmsgmenuid>' });
  expect(readMessage(tapped)?.message.text).toBe('要 A17');
  expect(readMessage(textXml('要%20A17'))?.message.text).toBe('要%20A17');
});

describe('events', () => {
  it.each([
    ['subscribe', '', { name: 'follow' }],
    ['subscribe', key(''), { name: 'follow' }],
    ['subscribe', key('qrscene_class:A17'), { name: 'follow', key: 'class:A17' }],
    ['subscribe', key('last_trade_no_4003'), { name: 'follow' }],
    ['unsubscribe', key(''), { name: 'unfollow' }],
    ['SCAN', key('class:A17'), { name: 'scan', key: 'class:A17' }],
    ['CLICK', key('我的课'), { name: 'menu', key: '我的课' }],
    ['VIEW', key('https://example.invalid/'), { name: 'view', key: 'https://example.invalid/' }],
    [
      'TEMPLATESENDJOBFINISH',
      '<MsgID>200163836</MsgID><Status><![CDATA[failed:user block]]></Status>',
      { name: 'delivered', key: 'failed:user block', detail: { message: '200163836' } },
    ],
    [
      'subscribe_msg_sent_event',
      '<SubscribeMsgSentEvent><List><TemplateId>t1</TemplateId><MsgID>1</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>',
      { name: 'delivered', key: 'success' },
    ],
    [
      'subscribe_msg_popup_event',
      '<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List><List><TemplateId>t2</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>',
      { name: 'subscribed', key: 'accept', detail: { t1: 'reject', t2: 'accept' } },
    ],
    [
      'subscribe_msg_change_event',
      '<SubscribeMsgChangeEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>',
      { name: 'subscribed', key: 'reject', detail: { t1: 'reject' } },
    ],
    ['subscribe_msg_popup_event', '<SubscribeMsgPopupEvent/>', { name: 'subscribed' }],
    ['pic_weixin', key('p'), { name: 'other', key: 'p', detail: { event: 'pic_weixin' } }],
    ['constructor', '', { name: 'other', detail: { event: 'constructor' } }],
  ])('%s %s', (name, fields, expected) => {
    expect(event(name, fields)?.event).toEqual(expected);
  });

  it('LOCATION says where', () => {
    const read = event('LOCATION', '<Latitude>30.88</Latitude><Longitude>120.1</Longitude><Precision>65</Precision>');
    expect(read).toMatchObject({ event: { name: 'located' }, location: { latitude: 30.88, longitude: 120.1 } });
  });

  it('are known by person, second and what they are', () => {
    expect(event('CLICK', key('我的课'))?.id).toBe(event('CLICK', key('我的课'))?.id);
    const all = [
      event('subscribe'),
      event('SCAN', key('a')),
      event('SCAN', key('b')),
      event('TEMPLATESENDJOBFINISH', '<MsgID>1</MsgID>'),
      event('TEMPLATESENDJOBFINISH', '<MsgID>2</MsgID>'),
    ];
    expect(new Set(all.map((one) => one?.id)).size).toBe(all.length);
  });
});

describe('what is not as it should be', () => {
  const fields: Record<string, string> = {
    ToUserName: 'gh_0',
    FromUserName: OPENID,
    CreateTime: NOW_S,
    MsgType: 'text',
    Content: '报名',
    MsgId: '42',
  };
  const xml = (of: Record<string, string>) =>
    `<xml>${Object.entries(of)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')}</xml>`;

  it.each(['ToUserName', 'FromUserName', 'CreateTime', 'MsgType'])('no message without %s', (name) => {
    const { [name]: _, ...rest } = fields;
    expect(readMessage(xml(rest))).toBeUndefined();
    expect(readMessage(xml({ ...fields, [name]: '' }))).toBeUndefined();
    expect(readMessage(xml({ ...fields, [name]: '<item>1</item><item>2</item>' }))).toBeUndefined();
  });

  it.each(Object.keys(fields))('%s repeated: the first counts', (name) => {
    const twice = xml(fields).replace('</xml>', `<${name}>other</${name}></xml>`);
    expect(readMessage(twice)).toEqual(readMessage(xml(fields)));
  });

  it('a message without MsgId is still told from others', () => {
    const { MsgId: _, ...rest } = fields;
    expect(readMessage(xml(rest))?.message.id).toBe(`${OPENID}:${NOW_S}:text`);
  });

  it.each(['o#x', 'o x', 'o/x', 'x'.repeat(65), 'o中'])('an address such as %s never becomes a key', (from) => {
    expect(readMessage(xml({ ...fields, FromUserName: from }))).toBeUndefined();
  });
});
