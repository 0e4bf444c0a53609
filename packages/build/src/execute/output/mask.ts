/** shorter values are in every second line of any output */
const SHORTEST = 8

/** Puts stars in place of secret values, line by line: a value of several lines is masked in each of them. */
export function createMask(values: Iterable<string>): (line: string) => string {
  const secrets = [...values]
    .flatMap((value) => [value, ...value.split(/\r?\n/)])
    .filter((value) => value.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length) // the longer one first: it may hold the shorter one
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line)
}
