/** Faults on order: the next calls to a path fail, dawdle, or vanish. For tests and demonstrations. */
import * as z from 'zod';

export const Fault = z.strictObject({
  /** Beginning of the API path (`/cgi-bin/message/custom/send`), or `callback` for WeChat's own calls. */
  path: z.string().min(1).max(200),
  times: z.int().min(1).max(1000).default(1),
  /** Answer with this error code. */
  errcode: z.int().optional(),
  /** Answer with this HTTP status. */
  status: z.int().min(400).max(599).optional(),
  delay_ms: z.int().min(0).max(60_000).optional(),
  /** The work is done, the answer is lost. */
  drop: z.boolean().optional(),
});
export type Fault = z.infer<typeof Fault>;

export class Faults {
  private list: Fault[] = [];

  add(fault: Fault): void {
    this.list.push({ ...fault });
  }

  clear(): void {
    this.list = [];
  }

  waiting(): Fault[] {
    return this.list.map((fault) => ({ ...fault }));
  }

  /** The fault that strikes this call, if any; used up after its `times`. */
  strike(path: string): Fault | undefined {
    const fault = this.list.find((one) => path.startsWith(one.path));
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.list = this.list.filter((one) => one !== fault);
    return fault;
  }
}
