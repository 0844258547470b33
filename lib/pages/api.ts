/**
 * Pages opened by a signed link, and what their buttons do. No token: the link is the right. Pages are served by a
 * function that can open nobody's numbers; files go through the one that can (`sheets`).
 */
import * as z from 'zod/mini';
import { route } from '../platform/route';
import { ClassId, id, Reason, says } from '../platform/schemas';
import { Consent, ImportShape, SHEET_REFUSALS, sheetFile } from '../sheets/api';
import { XLSX } from '../sheets/limits';
import { TOKEN_MAX } from './grant';

const common = { roles: 'public', region_of: 'none', tag: '链接打开的页面' } as const;
const Link = z.string().check(z.maxLength(TOKEN_MAX), says('签过名的链接'));
const ofLink = z.strictObject({ grant: Link });
const ofImport = z.strictObject({ grant: Link, import_id: id('im') });
const ofSheet = z.strictObject({ grant: Link, sheet: z.enum(['roster', 'attendance', 'sign-off', 'scores']) });
const LINK = ['link_wrong', 'link_expired', 'link_not_yours'] as const;
const html = { status: 200, schema: z.string(), media: 'text/html' } as const;
const xlsx = { status: 200, schema: z.string(), description: '.xlsx 文件', media: XLSX } as const;

export const pageRoutes = {
  open_page: route({
    ...common,
    handler: 'pages',
    method: 'GET',
    path: '/p/{grant}',
    request: { params: ofLink },
    response: { ...html, description: '网页：签到码、导入、下载等，看链接是为什么做的' },
    refusals: LINK,
    summary: '打开链接',
  }),
  sign_in_now: route({
    ...common,
    handler: 'pages',
    method: 'GET',
    path: '/p/{grant}/now',
    request: { params: ofLink },
    response: {
      status: 200,
      schema: z.strictObject({
        code: z.string().check(z.regex(/^\d{4}$/)),
        valid_until_ms: z.int(),
        now_ms: z.int(),
        present: z.int(),
        of: z.int(),
        qr: z.string(),
        qr_signs_in: z.boolean(),
      }),
      description: '这一分钟的签到码',
    },
    refusals: LINK,
    summary: '签到码（页面每几秒问一次）',
  }),
  verify_certificate: route({
    ...common,
    handler: 'pages',
    method: 'GET',
    path: '/verify/{number}',
    request: { params: z.strictObject({ number: z.string().check(z.maxLength(64), says('证书编号')) }) },
    response: { ...html, description: '网页：证书是否有效' },
    refusals: ['certificate_unknown'],
    summary: '查验证书',
    description: '任何人都可以查，只说证书真不真（L13）。',
  }),
};

export const linkRoutes = {
  link_import: route({
    ...common,
    handler: 'sheets',
    method: 'POST',
    path: '/p/{grant}/imports',
    request: {
      params: ofLink,
      query: z.strictObject({ consent: Consent, class_id: z.optional(ClassId) }),
      file: sheetFile,
    },
    response: { status: 200, schema: ImportShape, description: '读完了，还没有录入' },
    refusals: [...LINK, 'class_unknown', ...SHEET_REFUSALS],
    summary: '导入花名册（凭链接）',
  }),
  link_run_import: route({
    ...common,
    handler: 'sheets',
    method: 'POST',
    path: '/p/{grant}/imports/{import_id}/run',
    request: { params: ofImport },
    response: { status: 200, schema: ImportShape, description: '办到哪里' },
    refusals: [...LINK, 'import_unknown', 'import_gone', 'busy'],
    summary: '接着导入（凭链接）',
  }),
  link_import_result: route({
    ...common,
    handler: 'sheets',
    method: 'GET',
    path: '/p/{grant}/imports/{import_id}/result.xlsx',
    request: { params: ofImport },
    response: xlsx,
    refusals: [...LINK, 'import_unknown', 'import_not_done', 'import_gone'],
    summary: '导入的结果（凭链接）',
  }),
  link_sheet: route({
    ...common,
    handler: 'sheets',
    method: 'GET',
    path: '/p/{grant}/sheets/{sheet}',
    request: { params: ofSheet },
    response: xlsx,
    refusals: LINK,
    summary: '下载表格（凭链接）',
  }),
  link_full_roster: route({
    ...common,
    handler: 'sheets',
    method: 'POST',
    path: '/p/{grant}/sheets/roster',
    request: { params: ofLink, body: z.strictObject({ reason: Reason }) },
    response: xlsx,
    refusals: [...LINK, 'busy'],
    summary: '下载含完整证件号的花名册（凭链接）',
    description: '只给工作站和主管部门的人，写明用途，记下谁、何时、为什么。',
  }),
};
