/** Values of an option that may be said several times. */
export function collect(value: string, earlier: readonly string[] | false = []): readonly string[] {
  return [...(earlier === false ? [] : earlier), value] // false by its --no-
}
