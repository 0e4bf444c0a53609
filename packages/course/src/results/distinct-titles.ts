type Titled = { readonly labId: string; readonly name: string; readonly checks: { readonly title: string } }

/** Titles by the ids of labs, for tables that other programs read by their heads: those that are alike get the labs' names. */
export function distinctTitles(labs: readonly Titled[]): ReadonlyMap<string, string> {
  const alike = Map.groupBy(labs, ({ checks }) => checks.title)
  return new Map(
    labs.map(({ labId, name, checks: { title } }) => {
      return [labId, alike.get(title)?.length === 1 ? title : `${title} (${name})`]
    }),
  )
}
