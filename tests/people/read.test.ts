import * as fc from 'fast-check';
import {
  FREE_TEXT_CHARACTERS_MAX,
  maskPhone,
  readEmployer,
  readName,
  readPhone,
  readSite,
  readWrittenName,
  readWrittenText,
} from '../../lib/people/read';

describe('reading a phone number', () => {
  it.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 13800138000',
    '+8613800138000',
    '008613800138000',
    '8613800138000',
    '１３８００１３８０００',
    '我的电话是13800138000',
    '电话：138 0013 8000，谢谢',
    '幺三八零零幺三八零零零',
    '一三八零零一三八零零零',
    '13800138000或者13900139000',
    '微信同号13800138000',
  ])('%s', (text) => expect(readPhone(text)).toBe('13800138000'));

  it.each([
    ['', 0],
    ['没有', 0],
    ['1380013800', 10],
    ['138001380000', 12],
    ['12800138000', 11],
    ['0871-68900000', 12],
    ['530128199001010013', 18],
  ])('refuses %s', (text, digits) => expect(readPhone(text)).toEqual({ refused: 'phone_format', facts: { digits } }));

  it('takes no phone number out of an ID number', () => {
    expect(readPhone('530113800138000013')).toMatchObject({ refused: 'phone_format' });
  });

  it('masks the middle, and all of what is no phone number', () => {
    expect(maskPhone('13800130013')).toBe('138****0013');
    void fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => /^\d{11}$/.test(text) || /^\**$/.test(maskPhone(text))),
      { seed: 20250724 },
    );
  });
});

describe('reading a name', () => {
  it.each([
    ['李明', '李明'],
    ['我叫李明', '李明'],
    ['我叫李明啊', '李明'],
    ['我是李明', '李明'],
    ['姓名：李明', '李明'],
    ['我的名字是李明', '李明'],
    ['名字叫李明。', '李明'],
    ['李 明', '李明'],
    [' 李明 ', '李明'],
    ['欧阳小明', '欧阳小明'],
    ['阿苦木呷', '阿苦木呷'],
    ['吉克·阿依', '吉克·阿依'],
    ['买买提•艾力', '买买提·艾力'],
    ['买买提.艾力', '买买提·艾力'],
    ['买买提・艾力', '买买提·艾力'],
    ['买买提 · 艾力', '买买提·艾力'],
    ['买买提 艾力', '买买提·艾力'],
    ['阿卜杜热合曼·买买提托合提·艾合麦提', '阿卜杜热合曼·买买提托合提·艾合麦提'],
    ['你好，我叫王秀英', '王秀英'],
    ['叶子', '叶子'],
    ['𬭎𬭎', '𬭎𬭎'],
    ['万里', '万里'],
    ['马上飞', '马上飞'],
    // Names that begin as talk does: a Mongolian one, and a surname of Wuding and Luquan.
    ['额尔德尼', '额尔德尼'],
    ['额，我叫李明', '李明'],
    ['那文英', '那文英'],
  ])('%s → %s', (text, name) => expect(readName(text)).toBe(name));

  it.each([
    '',
    '李',
    '王1',
    '138001',
    'Li Ming',
    '取消',
    '返回',
    '帮助',
    '人工',
    '退订',
    '报名',
    '不知道',
    '你好',
    '谢谢',
    '好的',
    '是的',
    '我不想说',
    '为什么要名字',
    '一二三',
    '叫什么',
    '我的身份证',
    '不告诉你',
    '保密',
    '我要报名',
    '李明吗',
    '那好吧',
    '那就算了',
    '·李明',
    '李··',
    '赵'.repeat(31),
  ])('refuses %s', (text) => expect(readName(text)).toMatchObject({ refused: 'name_format' }));

  it('what it accepts is always 2–30 Han characters and dots, whatever is typed', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = readName(text);
        if (typeof name !== 'string') return;
        expect(name).toMatch(/^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u);
        expect([...name].length).toBeGreaterThanOrEqual(2);
        expect([...name].length).toBeLessThanOrEqual(30);
      }),
      { numRuns: 2000, seed: 20250724 },
    );
  });
});

describe('reading what stands in a column or field of its own', () => {
  it.each(['额尔德尼', '那英', '是志强', '张知道', '吉克阿的', '李可以', '全名扬', '马海·约的'])(
    '%s is a name as it stands',
    (name) => expect(readWrittenName(name)).toBe(name),
  );
  it('blanks and what cannot be seen go', () => {
    expect(readWrittenName(' 张\u3000三\u200b')).toBe('张三');
  });
  it.each(['', '李', '取消', '姓名', '取消报名', '一二三', '李明13800138000', '我叫 Li', '赵'.repeat(31)])(
    'refuses %s',
    (text) => expect(readWrittenName(text)).toMatchObject({ refused: 'name_format' }),
  );
  it('control: as an answer in a chat the words around a name go', () => {
    expect([readName('是志强'), readWrittenName('是志强')]).toEqual(['志强', '是志强']);
    expect([readEmployer('给力科技'), readWrittenText('给力科技')]).toEqual(['力科技', '给力科技']);
    expect([readSite('在建工地上班'), readWrittenText('在建工地')]).toEqual(['建工地', '在建工地']);
  });
  it('a phone or ID number is not kept in the clear here either', () => {
    expect(readWrittenText('老王 13800138000')).toMatchObject({ refused: 'text_format', facts: { hint: 'number' } });
  });
});

describe('reading an employer and a site', () => {
  it.each([
    ['富士康', '富士康'],
    ['我在富士康上班', '富士康'],
    ['公司是富士康', '富士康'],
    ['单位：昌吉建工', '昌吉建工'],
    ['在老王的厂里干活', '老王的厂'],
    ['厂里', '厂里'],
    ['就业服务中心', '就业服务中心'],
    ['我爱我家物业', '我爱我家物业'],
    ['现代物业', '现代物业'],
    ['我们公司叫富士康', '富士康'],
    ['现在富士康', '富士康'],
  ])('employer %s → %s', (text, employer) => expect(readEmployer(text)).toBe(employer));

  it.each([
    ['上海普陀', '上海普陀'],
    ['我在上海普陀打工', '上海普陀'],
    ['现在在阜康', '阜康'],
    ['工地在阜康市准东路', '阜康市准东路'],
    ['地址：湾沚区 3号楼', '湾沚区 3号楼'],
    ['我住在普陀区长寿路', '普陀区长寿路'],
    ['到了新疆', '新疆'],
    ['人民路100号', '人民路100号'],
    ['来宾市兴宾区', '来宾市兴宾区'],
    ['我们现在普陀', '普陀'],
    ['人在普陀', '普陀'],
    ['我们上海普陀', '上海普陀'],
    ['  阜康\n九运街  ', '阜康 九运街'],
  ])('site %s → %s', (text, site) => expect(readSite(text)).toBe(site));

  it.each(['', '   ', '！！！', '😀', '长'.repeat(61)])('refuses %j', (text) => {
    expect(readSite(text)).toMatchObject({ refused: 'text_format', facts: { length_max: FREE_TEXT_CHARACTERS_MAX } });
    expect(readEmployer(text)).toMatchObject({ refused: 'text_format' });
  });

  it('a phone or ID number does not get into what is stored in the clear', () => {
    expect(readSite('阜康 13800138000')).toMatchObject({ refused: 'text_format', facts: { hint: 'number' } });
    expect(readEmployer('老板 138-0013-8000')).toMatchObject({ refused: 'text_format', facts: { hint: 'number' } });
    expect(readSite('530128 19900101 0013')).toMatchObject({ refused: 'text_format', facts: { hint: 'number' } });
    expect(readSite('阜康8栋302')).toBe('阜康8栋302');
  });

  it.each([
    '138.0000.0901',
    '138·0000·0901',
    '138—0000—0901',
    '138/0000/0901',
    '138_0000_0901',
    '138(0000)0901',
    '138\u200b0000\u200b0901',
    '138😀0000😀0901',
    '①③⑧⓪⓪⓪⓪⓪⑨⓪①',
    '幺三八零零零零零九零幺',
    '壹叁捌零零零零零玖零壹',
    '洞么三八洞洞洞洞洞九洞',
    '138零零零零0901',
  ])('nor written as %s, into a name least of all', (number) => {
    expect(readEmployer(`老板${number}`)).toMatchObject({ refused: 'text_format', facts: { hint: 'number' } });
    expect(readSite(number)).toMatchObject({ refused: 'text_format' });
    expect(readName(`李明${number}`)).toMatchObject({ refused: 'name_format' });
    expect(readName(number)).toMatchObject({ refused: 'name_format' });
  });

  it('house numbers and names with a numeral in them stay', () => {
    expect(readSite('准东路138号3栋2单元1203')).toBe('准东路138号3栋2单元1203');
    expect(readEmployer('中铁十一局五公司三标段')).toBe('中铁十一局五公司三标段');
    expect(readName('万三五')).toBe('万三五');
  });

  it('no control character or emoji is kept', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const site = readSite(text);
        if (typeof site === 'string') expect(site).not.toMatch(/[\p{Cc}\p{Cf}\p{Extended_Pictographic}]/u);
      }),
      { numRuns: 1000, seed: 20250724 },
    );
  });
});
