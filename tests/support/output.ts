/** Everything this process prints, kept instead of shown: where a canary must not turn up. */
export function capturedOutput(): { text(): string; release(): void } {
  let printed = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk: any) => {
      printed += String(chunk);
      return true;
    }),
  );
  return {
    text: () => printed,
    release: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
