/** Routes of 表格: rosters and scores in, rosters, attendance and signature sheets out, as .xlsx. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { ClassId, Instant, id, Reason, Region, says } from '../platform/schemas';
import { FILE_MAX_BYTES, XLSX } from './limits';

const common = { handler: 'sheets', tag: '表格' } as const;
const ImportId = id('im').check(says('导入编号'));
const ofClass = z.strictObject({ class_id: ClassId });
const ofImport = z.strictObject({ import_id: ImportId });
export const sheetFile = { max_bytes: FILE_MAX_BYTES, types: [XLSX, 'application/octet-stream'] } as const;
export const Consent = z
  .enum(['paper', 'spoken'])
  .check(says('名单上的人怎样同意的：paper 签了书面同意，spoken 当面说明后口头同意'));

/** Who brings people in, and looks after it. */
const IMPORTERS = [...WRITERS, 'station'] as const;
const WATCHERS = [...READERS, 'station'] as const;
/** Sheets without full numbers: all who have to do with the class. */
const SIDES = [...READERS, 'station', 'institution', 'evaluator'] as const;

const Count = z.int().check(z.minimum(0));
export const ImportShape = z
  .strictObject({
    import_id: ImportId,
    state: z
      .enum(['running', 'done', 'cleared'])
      .check(says('running 要接着调 …/run；done 可以取结果；cleared 已清掉')),
    class_id: z.optional(ClassId),
    rows: Count.check(says('表里有几行人')),
    rows_done: Count.check(says('办完几行')),
    entered: Count.check(says('新登记')),
    known: Count.check(says('早已登记')),
    refused: Count.check(says('没有录入，原因在结果里')),
    enrolled: Count.check(says('报上名')),
    already: Count.check(says('早已报名')),
    not_enrolled: Count.check(says('登记了，没有报上名')),
    sheet: z.string().check(says('工作表的名字')),
    other_sheets: z.array(z.string()).check(says('也有名单、没有读的工作表：一次只读第一张')),
    header_row: z.int().check(says('表头在第几行')),
    passed_over: z.array(z.string()).check(says('没有录入的列：用不着的不收')),
    created_at: Instant,
  })
  .check(z.meta({ id: 'Import', description: '一次名单导入' }));

export const SHEET_REFUSALS = [
  'sheet_broken',
  'sheet_encrypted',
  'sheet_macro',
  'sheet_external',
  'sheet_too_big',
  'sheet_no_header',
  'sheet_column_twice',
  'sheet_empty',
  'sheet_rows_max',
] as const;

const IMPORT_SAYS =
  '正文就是 .xlsx 文件。列的次序随意，表头在前 10 行，最多 5,000 行。一次读完，逐行判断；之后反复调 `POST /v1/imports/{import_id}/run`，每次约 100 行，直到 `done`。断了可以接着调，一行最多录一次。文件本身不保存；行内容加密，办完就删，最多留 24 小时。';

const sheetOf = (path: string, summary: string, description?: string) =>
  route({
    ...common,
    method: 'GET',
    path,
    roles: SIDES,
    region_of: 'class',
    request: { params: ofClass },
    response: { status: 200, schema: z.string(), description: '.xlsx 文件', media: XLSX },
    refusals: ['class_unknown'],
    summary,
    ...(description && { description }),
  });

export const sheetRoutes = {
  import_roster: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/imports',
    roles: IMPORTERS,
    region_of: 'class',
    request: { params: ofClass, query: z.strictObject({ consent: Consent }), file: sheetFile },
    response: { status: 201, schema: ImportShape, description: '读完了，还没有录入' },
    refusals: ['class_unknown', ...SHEET_REFUSALS],
    summary: '导入花名册并报名',
    description: IMPORT_SAYS,
  }),
  import_people: route({
    ...common,
    method: 'POST',
    path: '/v1/imports',
    roles: WRITERS,
    region_of: 'account',
    request: { query: z.strictObject({ host_region: Region, consent: Consent }), file: sheetFile },
    response: { status: 201, schema: ImportShape, description: '读完了，还没有录入' },
    refusals: ['region_not_yours', ...SHEET_REFUSALS],
    summary: '导入花名册',
    description: `只登记；有“班号”一列的，同时报那个班。${IMPORT_SAYS}`,
  }),
  run_import: route({
    ...common,
    method: 'POST',
    path: '/v1/imports/{import_id}/run',
    roles: IMPORTERS,
    region_of: 'import',
    request: { params: ofImport },
    response: { status: 200, schema: ImportShape, description: '办到哪里' },
    refusals: ['import_unknown', 'import_gone', 'busy'],
    summary: '接着导入',
  }),
  read_import: route({
    ...common,
    method: 'GET',
    path: '/v1/imports/{import_id}',
    roles: WATCHERS,
    region_of: 'import',
    request: { params: ofImport },
    response: { status: 200, schema: ImportShape, description: '办到哪里' },
    refusals: ['import_unknown'],
    summary: '查看一次导入',
  }),
  import_result: route({
    ...common,
    method: 'GET',
    path: '/v1/imports/{import_id}/result.xlsx',
    roles: WATCHERS,
    region_of: 'import',
    request: { params: ofImport },
    response: { status: 200, schema: z.string(), description: '.xlsx 文件', media: XLSX },
    refusals: ['import_unknown', 'import_not_done', 'import_gone'],
    summary: '导入的结果',
    description: '原来的行和列，有问题的格子标红并写明原因；证件号和电话隐去中间几位。保留 24 小时。',
  }),
  roster_sheet: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/roster.xlsx',
    roles: SIDES,
    region_of: 'class',
    request: { params: ofClass, query: z.strictObject({ reason: z.optional(Reason) }) },
    response: { status: 200, schema: z.string(), description: '.xlsx 文件', media: XLSX },
    refusals: ['class_unknown', 'role_not_allowed', 'busy'],
    summary: '实名制花名册',
    description: '证件号和电话隐去中间几位。管理员和工作站写明 `reason` 的，给完整号码，并记下谁、何时、为什么。',
  }),
  attendance_sheet: sheetOf('/v1/classes/{class_id}/attendance.xlsx', '考勤表', '人 × 班日，图例在表下。'),
  sign_off_sheet: sheetOf('/v1/classes/{class_id}/sign-off.xlsx', '签到签字表', '每节课一格，供本人签字。'),
  scores_sheet: sheetOf('/v1/classes/{class_id}/scores.xlsx', '成绩登记表', '填好可以再导入（`POST` 同一个地址）。'),
  import_scores: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/scores.xlsx',
    roles: [...WRITERS, 'evaluator'],
    region_of: 'class',
    request: {
      params: ofClass,
      query: z.strictObject({
        assessor_id: z.string().check(z.regex(/^[a-z]{1,8}_[0-9a-z]{1,40}$/, '要填考评员的编号'), says('打分的考评员')),
      }),
      file: sheetFile,
    },
    response: {
      status: 200,
      schema: z.strictObject({
        entered: Count,
        left_out: z.array(z.strictObject({ row: z.int(), name: z.string(), why: z.string() })),
      }),
      description: '登了几个，哪几行没登',
    },
    refusals: [
      'class_unknown',
      'assessment_unknown',
      'assessment_not_yet',
      'assessor_not_planned',
      'results_published',
      'area_closed',
      ...SHEET_REFUSALS,
    ],
    summary: '导入成绩登记表',
  }),
};
