/** Says at once what begins, then every ten seconds how long it has taken; returns the function that ends it. */
export function ticking(say: (line: string) => void, what: () => string): () => void {
  const began = Date.now();
  say(what());
  const timer = setInterval(() => say(`${what()}, ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
  return () => clearInterval(timer);
}
