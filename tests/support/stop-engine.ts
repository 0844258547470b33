export default async function stop(): Promise<void> {
  await (globalThis as any).songxunEngine?.stop();
}
