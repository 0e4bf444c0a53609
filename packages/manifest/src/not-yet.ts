/** What a berth.yml will hold, and what does it meanwhile. It is refused by name: nothing is left out in silence. */
export const NOT_YET: Readonly<Record<string, string>> = {
  domains: 'add them with berth domains',
  sleep: 'set it with berth sleep',
}
