/** A terminal of a sandbox: its number is the same from every browser. */
export type Tab = { readonly number: number; readonly container: string }

/** More at once than anybody looks at. */
export const MOST_TABS = 8

/** Those whose shells go on, and one for each container that offers a terminal. */
export function firstTabs(
  containers: readonly { readonly name: string; readonly terminal: boolean }[],
  kept: readonly Tab[],
): Tab[] {
  const offered = containers.filter(({ terminal }) => terminal)
  const first = offered.slice(0, MOST_TABS).map(({ name }, at) => ({ number: at + 1, container: name }))
  const tabs = new Map([...first, ...kept].map((tab) => [tab.number, tab]))
  return [...tabs.values()].toSorted((a, b) => a.number - b.number)
}

/** One more, with the lowest number that is free. */
export function addTab(tabs: readonly Tab[], container: string): Tab[] {
  if (tabs.length >= MOST_TABS) return [...tabs]
  const used = new Set(tabs.map(({ number }) => number))
  let number = 1
  while (used.has(number)) number++
  return [...tabs, { number, container }]
}
